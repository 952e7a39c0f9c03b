import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Locale } from '../actor.js';
import { problemOfDriver, refusedBy } from '../database/constraints.js';
import { driverFault } from '../database/driver-fault.js';
import { toInfrastructureProblem } from '../database/transactions.js';
import {
  InternalFault,
  InvalidInput,
  Malformed,
  NotFound,
  Problem,
  TooLarge,
  Unavailable,
  UnsupportedType,
  type CodedWords,
  type Words,
} from '../problems.js';
import type { ApiReply, ApiRequest } from './access.decorators.js';
import { InvalidShape } from './validation.js';

const logger = new Logger('http');

/** By status; used when the problem itself gives no time. */
const RETRY_AFTER_S: Record<number, number> = { 503: 2, 507: 30 };

/** Sends every error as application/problem+json in the reader's language; an unexpected error shows only its number. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    sendProblem(http.getRequest<ApiRequest>(), http.getResponse<ApiReply>(), error);
  }
}

export function sendProblem(request: ApiRequest, reply: ApiReply, error: unknown): void {
  const problem = error instanceof InvalidShape ? error.in(request.locale ?? 'zh') : toProblem(error, request);
  const retryAfter = problem.details.retryAfterSeconds ?? RETRY_AFTER_S[problem.kind.status];
  if (retryAfter !== undefined) void reply.header('retry-after', String(retryAfter as number));
  void reply
    .status(problem.kind.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(JSON.stringify(problemBody(problem, request.locale ?? 'zh')));
}

export function problemBody(problem: Problem, locale: Locale): Record<string, unknown> {
  const { code, status, words } = problem.kind;
  const { details: given } = problem;
  const said = (name: string): unknown => {
    const value = given[name];
    return isWords(value) ? value[locale] : value;
  };
  const details = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, isWords(value) ? (value.code ?? said(name)) : value]),
  );
  const title = words[locale].replace(/\{(\w+)\}/g, (_, name: string) => String(said(name) ?? ''));
  return { ...details, type: `urn:micro-wish:problem:${code.toLowerCase()}`, title, status, code };
}

const isWords = (value: unknown): value is Words & Partial<CodedWords> =>
  typeof value === 'object' && value !== null && /^zh,en(?:,code)?$/.test(Object.keys(value).join());

function toProblem(error: unknown, { id: requestId, locale }: ApiRequest): Problem {
  if (error instanceof Problem) return error;
  const infrastructure = toInfrastructureProblem(error);
  if (infrastructure) return infrastructure;
  const fault = driverFault(error);
  if (fault?.errno === 1969 || fault?.errno === 1205 || fault?.errno === 1213) return Unavailable();
  const constraint = refusedBy(error);
  const refused = problemOfDriver(error, locale ?? 'zh');
  if (refused) {
    // Validation, or a rule of a use case, should have refused it first.
    logger.warn({ message: 'refused by the database', requestId, errno: fault.errno, constraint });
    return refused;
  }
  const status =
    error instanceof HttpException ? error.getStatus() : (error as { statusCode?: number } | undefined)?.statusCode;
  if (status === 404) return NotFound();
  if (status === 413) return TooLarge();
  if (status === 415) return UnsupportedType();
  if (status === 422) return InvalidInput();
  if (status !== undefined && status >= 400 && status < 500) return Malformed();
  // The message of a database error quotes values; only its number and the stack are safe to keep.
  const stack = (error as Error | undefined)?.stack
    ?.split('\n')
    .slice(fault?.errno ? 1 : 0, 6)
    .join(' | ');
  logger.error({ message: 'unexpected', requestId, errno: fault?.errno, constraint, stack });
  return InternalFault({ requestId });
}
