import { answer, fileBody, type ApiClient } from '#libs/api-client';

type Purpose = 'need' | 'done' | 'quote' | 'minutes' | 'contract' | 'received' | 'invoice';

/** Uploads a file. Returns its id. */
export async function sendFile(api: ApiClient, purpose: Purpose, bytes: Buffer): Promise<string> {
  const asked = api.POST('/api/v1/files', { params: { query: { purpose } }, ...fileBody(bytes, 'file') });
  return (await answer(asked)).id;
}
