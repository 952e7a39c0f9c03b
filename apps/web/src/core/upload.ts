import i18next from 'i18next';
import { ApiRefusal, type ApiProblem } from './api';

/** Uploads one file and reports the progress. A repeated key returns the first response again. Throws ApiRefusal, or
 *  TypeError if the server is out of reach. */
export function upload<T>(
  path: string,
  file: { blob: Blob; name: string },
  settings: { key?: string; onProgress?: (percent: number) => void } = {},
): Promise<T> {
  // fetch does not report upload progress; XMLHttpRequest does.
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    request.responseType = 'text';
    request.timeout = 120_000;
    request.setRequestHeader('accept-language', i18next.language);
    if (settings.key) request.setRequestHeader('idempotency-key', settings.key);
    request.upload.addEventListener('progress', ({ loaded, total }) =>
      settings.onProgress?.(total > 0 ? Math.round((loaded / total) * 100) : 0),
    );
    request.addEventListener('load', () => {
      let body: unknown;
      try {
        body = JSON.parse(request.responseText);
      } catch {
        body = undefined;
      }
      if (request.status >= 200 && request.status < 300) resolve(body as T);
      else reject(new ApiRefusal(body as ApiProblem, request.status));
    });
    for (const name of ['error', 'abort', 'timeout'])
      request.addEventListener(name, () => reject(new TypeError('the server was not reached')));
    const form = new FormData();
    form.append('file', file.blob, file.name);
    request.send(form);
  });
}

/** Uploads photos one after another and returns their ids. The photos' names are the keys, so a repetition adds none. */
export async function uploadPhotos(
  purpose: 'need' | 'done',
  photos: { name: string; blob: Blob }[],
  onProgress?: (percent: number) => void,
): Promise<string[]> {
  const ids: string[] = [];
  for (const [at, { name, blob }] of photos.entries()) {
    const { id } = await upload<{ id: string }>(
      `/api/v1/files?purpose=${purpose}`,
      { blob, name: 'photo.jpg' },
      { key: name, onProgress: (percent) => onProgress?.(Math.round((at * 100 + percent) / photos.length)) },
    );
    ids.push(id);
  }
  return ids;
}
