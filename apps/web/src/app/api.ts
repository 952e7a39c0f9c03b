import i18next from 'i18next';
import { ApiRefusal, answer, createApiClient, type ApiProblem, type Schemas } from '#libs/api-client';

export { ApiRefusal, answer, type ApiProblem, type Schemas };

/** The one client of the application. It speaks the reader's language and tries twice before it says that the server is
 *  out of reach: a person at a door should not wait for that. */
export const api = createApiClient('', { attempts: 2, timeoutMs: 20_000 });
api.use({
  onRequest({ request }) {
    request.headers.set('accept-language', i18next.language ?? 'zh');
    return request;
  },
});

/** A command's key, made when its form is opened: sent twice, it is done once. */
export const newKey = (): string => crypto.randomUUID();
export const withKey = (key: string): { 'Idempotency-Key': string } => ({ 'Idempotency-Key': key });

/** The server was not reached: nothing is known of what happened. */
export const isOutOfReach = (error: unknown): boolean =>
  error instanceof TypeError ||
  (error instanceof DOMException && error.name === 'AbortError') ||
  (error instanceof ApiRefusal && error.status >= 502);

export const isRefusal = (error: unknown, code: string): error is ApiRefusal =>
  error instanceof ApiRefusal && error.problem?.code === code;

/** What the server found wrong with the body, field by field. */
export const faultsIn = ({ problem }: ApiRefusal): { field: string; reason: string }[] =>
  (problem?.faults as { field: string; reason: string }[] | undefined) ?? [];

/** What a person reads when something was refused or failed. */
export function reasonOf(error: unknown): string {
  if (isOutOfReach(error)) return i18next.t('fault.outOfReach');
  if (error instanceof ApiRefusal && error.problem?.title) {
    return [
      error.problem.title,
      ...faultsIn(error)
        .slice(0, 3)
        .map(({ field, reason }) => `${fieldName(field)}${i18next.language === 'en' ? ': ' : '：'}${reason}`),
    ].join('\n');
  }
  return i18next.t('fault.unexpected');
}

/** The name of a body's field as the form shows it; unknown fields keep their own. */
function fieldName(field: string): string {
  const last = field.split('.').at(-1) ?? field;
  return i18next.exists(`field.${last}`) ? i18next.t(`field.${last}` as 'field.name') : field;
}

/** The faults of a refused body by field: `beneficiary.phone` → what is wrong with it. */
export function faultsOf(error: unknown): Record<string, string> {
  if (!(error instanceof ApiRefusal)) return {};
  return Object.fromEntries(faultsIn(error).map(({ field, reason }) => [field, reason]));
}
