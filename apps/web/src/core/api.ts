import i18next from 'i18next';
import { ApiRefusal, createApiClient, dataClient, type ApiProblem, type Schemas } from '#libs/api-client';

export { ApiRefusal, type ApiProblem, type Schemas };

const client = createApiClient('', { attempts: 2, timeoutMs: 20_000 });
client.use({
  onRequest({ request }) {
    request.headers.set('accept-language', i18next.language ?? 'zh');
    return request;
  },
});

/** The only api client of the application: its methods return the data, or throw ApiRefusal. It sends the reader's language.
 *  It tries twice before it reports that the server is out of reach, so that a person at a door does not wait long. */
export const api = dataClient(client);

/** Creates a command's idempotency key when its form opens: a command that is sent twice is executed once. */
export const newKey = (): string => crypto.randomUUID();
export const withKey = (key: string): { 'Idempotency-Key': string } => ({ 'Idempotency-Key': key });

/** The server was not reached, so the outcome is unknown. */
export const isOutOfReach = (error: unknown): boolean =>
  error instanceof TypeError ||
  (error instanceof DOMException && error.name === 'AbortError') ||
  (error instanceof ApiRefusal && error.status >= 502);

export const isRefusal = (error: unknown, code: string): error is ApiRefusal =>
  error instanceof ApiRefusal && error.problem?.code === code;

/** The validation errors of a refused body, field by field. */
export const fieldErrors = ({ problem }: ApiRefusal): { field: string; reason: string }[] =>
  (problem?.faults as { field: string; reason: string }[] | undefined) ?? [];

/** The message that people see when something was refused or failed. */
export function reasonOf(error: unknown): string {
  if (isOutOfReach(error)) return i18next.t('error.outOfReach');
  if (error instanceof ApiRefusal && error.problem?.title) {
    return [error.problem.title, ...fieldErrors(error).slice(0, 3).map(faultLine)].join('\n');
  }
  return i18next.t('error.unexpected');
}

/** A validation error after the label of its field, if the field has one. */
export function faultLine({ field, reason }: { field: string; reason: string }): string {
  const label = `field.${field.split('.').at(-1)}`;
  if (!i18next.exists(label)) return reason;
  return `${i18next.t(label as 'field.name')}${i18next.language === 'en' ? ': ' : '：'}${reason}`;
}
