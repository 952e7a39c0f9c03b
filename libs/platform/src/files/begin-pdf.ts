import type { PdfSheet } from './pdf-document.js';

/** Begins a document with this title. What draws it is loaded on first use: most processes draw none, and would start slower
 *  by a fifth. */
export async function beginPdf(title: string): Promise<PdfSheet> {
  const { PdfSheet } = await import('./pdf-document.js');
  return PdfSheet.begin(title);
}
