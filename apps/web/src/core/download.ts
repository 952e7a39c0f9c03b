import i18next from 'i18next';
import { ApiRefusal, reasonOf, type ApiProblem } from './api';
import { showToast } from './toast';

/** Fetches a file with the session and passes it to the browser; a refusal is shown as a message instead. */
export async function download(path: string, name: string, method: 'GET' | 'POST' = 'GET'): Promise<void> {
  try {
    const response = await fetch(path, { method, headers: { 'accept-language': i18next.language } });
    if (!response.ok) throw new ApiRefusal((await response.json()) as ApiProblem, response.status);
    const url = URL.createObjectURL(await response.blob());
    const link = document.createElement('a');
    link.href = url;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  } catch (error) {
    showToast(reasonOf(error), 'error');
  }
}
