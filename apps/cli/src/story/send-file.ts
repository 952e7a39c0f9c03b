import { answer, type ApiClient } from '#libs/api-client';

type Purpose = 'need' | 'done' | 'quote' | 'minutes' | 'contract' | 'received' | 'invoice';

/** Sends a file by hand: the typed client knows no multipart bodies. Returns its id. */
export async function sendFile(api: ApiClient, purpose: Purpose, bytes: Buffer): Promise<string> {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(bytes)]), 'file');
  const asked = api.POST('/api/v1/files', {
    params: { query: { purpose } },
    body: form as never,
    bodySerializer: (body) => body as never,
  });
  return (await answer(asked)).id;
}
