import { HttpException, Logger, ValidationPipe, type ArgumentMetadata, type ValidationError } from '@nestjs/common';
import type { Locale } from '../actor.js';
import { InvalidInput, Malformed, Problem } from '../problems.js';
import { toFaults } from './field-faults.js';

const logger = new Logger('validation');

/** The maximum number of faults in one answer; the next answer names the remaining ones. */
const MOST_FAULTS = 100;

/** A validator that throws on a value (a number like 1e21, half a surrogate pair) has not accepted it: the client gets
 *  MALFORMED_REQUEST, and the error is logged for us. */
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

/** Validates shape and range of every body, query and path: refuses unknown fields, and reports all faults together. */
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
