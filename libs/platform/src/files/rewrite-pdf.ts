// A program of its own: a PDF comes in on standard input; its pages go out in a new one, without scripts, attachments and
// what it says about itself.
import { buffer } from 'node:stream/consumers';
import { PDFArray, PDFDict, PDFDocument, PDFName, PDFRef, type PDFPage } from '@cantoo/pdf-lib';

const MAX_PAGES = 100;
/** Notes on a page that only show something; every other kind opens, plays or carries something. */
const HARMLESS = new Set(['/Widget', '/Stamp', '/FreeText', '/Text', '/Highlight', '/Underline', '/Square', '/Line']);
const ACTIONS = ['A', 'AA', 'PA', 'JS', 'Next', 'OpenAction'].map((key) => PDFName.of(key));

function disarm(page: PDFPage): void {
  for (const key of ACTIONS) page.node.delete(key);
  const notes = page.node.Annots();
  if (!notes) return;
  const kept = PDFArray.withContext(page.doc.context);
  for (const entry of notes.asArray()) {
    const note = entry instanceof PDFRef ? page.doc.context.lookup(entry) : entry;
    if (!(note instanceof PDFDict) || !HARMLESS.has(String(note.get(PDFName.of('Subtype'))))) continue;
    for (const key of ACTIONS) note.delete(key);
    kept.push(entry);
  }
  page.node.set(PDFName.of('Annots'), kept);
}

const original = await PDFDocument.load(await buffer(process.stdin), { updateMetadata: false });
if (original.getPageCount() > MAX_PAGES) throw new Error('too many pages');
const clean = await PDFDocument.create({ updateMetadata: false });
for (const page of await clean.copyPages(original, original.getPageIndices())) {
  disarm(page);
  page.node.delete(PDFName.of('Metadata'));
  clean.addPage(page);
}
process.stdout.write(await clean.save());
