import { HttpException, Logger, ValidationPipe, type ArgumentMetadata, type ValidationError } from '@nestjs/common';
import type { Locale } from '../actor.js';
import { InvalidInput, Malformed, Problem } from '../problems.js';
import { toFaults } from './field-faults.js';

const logger = new Logger('validation');

/** An answer names so many faults; who mends those will hear of more. */
const MOST_FAULTS = 100;

/** A validator that breaks on a value (a number like 1e21, half a character) has not accepted it: that is the sender's to
 *  mend, and ours to know of. */
class CarefulValidation extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    try {
      return (await super.transform(value, metadata)) as unknown;
    } catch (error) {
      if (error instanceof InvalidShape || error instanceof HttpException || error instanceof Problem) throw error;
      const stack = (error as Error).stack?.split('\n').slice(1, 4).join(' | ');
      logger.warn({ message: 'a validator broke', shape: metadata.metatype?.name, stack });
      throw Malformed();
    }
  }
}

/** Shape and range of every body, query and path: unknown fields are refused, faults are told together. */
export const validation = new CarefulValidation({
  transform: true,
  whitelist: true,
  forbidNonWhitelisted: true,
  stopAtFirstError: false,
  validationError: { target: false, value: false },
  exceptionFactory: (errors) => new InvalidShape(errors),
});

/** Carries the raw faults until the filter knows the reader's language. */
export class InvalidShape extends Error {
  constructor(readonly errors: ValidationError[]) {
    super('INVALID_INPUT');
  }
  in(locale: Locale): ReturnType<typeof InvalidInput> {
    return InvalidInput({ faults: toFaults(this.errors, locale).slice(0, MOST_FAULTS) });
  }
}
