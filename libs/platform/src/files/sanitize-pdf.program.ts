// A separate program: reads a PDF from standard input and writes a new one with what its pages show. Annotations, stamps and
// filled-in fields are drawn into the page. Of every remaining object only the entries needed for drawing are kept. Scripts,
// actions, links, attachments, forms, authors and metadata are dropped.
import { buffer } from 'node:stream/consumers';
import {
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFName,
  PDFNumber,
  PDFRawStream,
  PDFRef,
  PDFStream,
  PDFString,
  PDFHexString,
  type PDFObject,
  type PDFPage,
} from '@cantoo/pdf-lib';
import { strippedJpeg } from './strip-jpeg.js';

const MAX_PAGES = 100;
const MAX_NOTES = 2_000;
const name = (text: string): PDFName => PDFName.of(text);
const names = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

const PAGE = names('Type Parent Resources MediaBox CropBox BleedBox TrimBox ArtBox Rotate Contents Group UserUnit');
/** How something is drawn (ISO 32000-1: 7.4 filters, 7.10 functions, 8 graphics, 9 text, 11 transparency). */
const DRAWING = names(`
  Type Subtype Length Filter DecodeParms K EndOfLine EncodedByteAlign Columns Rows EndOfBlock BlackIs1
  DamagedRowsBeforeError Predictor Colors EarlyChange ColorTransform JBIG2Globals
  FormType BBox Matrix Resources Group S CS I
  Width Height ColorSpace BitsPerComponent Intent ImageMask Mask Decode Interpolate SMask SMaskInData Matte
  BaseFont FirstChar LastChar Widths FontDescriptor Encoding ToUnicode DescendantFonts CIDSystemInfo DW W DW2 W2
  CIDToGIDMap FontBBox FontMatrix CharProcs Registry Ordering Supplement BaseEncoding Differences FontName FontFamily
  FontStretch FontWeight Flags ItalicAngle Ascent Descent Leading CapHeight XHeight StemV StemH AvgWidth MaxWidth
  MissingWidth FontFile FontFile2 FontFile3 CharSet Length1 Length2 Length3 Style Panose FD CIDSet WMode UseCMap CMapName
  LW LC LJ ML D RI OP op OPM Font FL SM SA BM CA ca AIS TK G BC
  FunctionType Domain Range Size BitsPerSample Order Encode C0 C1 N Functions Bounds
  PatternType PaintType TilingType XStep YStep Shading ExtGState ShadingType Background AntiAlias Coords Extend Function
  BitsPerCoordinate BitsPerFlag VerticesPerRow Alternate WhitePoint BlackPoint Gamma Colorants Process Components
  Pattern XObject ProcSet`);
/** Of text entries, only these affect drawing. In lists a text is a palette, or an image given as numbers. */
const TEXTS = names('Registry Ordering FontFamily CharSet Panose');
/** Dictionaries whose keys are names that the page chooses. */
const MAPS_OF_RESOURCES = names('Font XObject ExtGState ColorSpace Pattern Shading');
const MAPS = names('CharProcs Colorants');
/** Annotations that show something; every other kind opens, plays or carries something. */
const SHOWING = names(`Widget Stamp FreeText Text Highlight Underline StrikeOut Squiggly Square Circle Line Ink Polygon
  PolyLine Caret Watermark`);
const HIDDEN = 2;
const NO_VIEW = 32;

const keyOf = (key: PDFName): string => key.decodeText();
const dictOf = (object: PDFObject | undefined): PDFDict | undefined =>
  object instanceof PDFDict ? object : object instanceof PDFStream ? object.dict : undefined;

type Kind = 'drawing' | 'resources' | 'map';

/** Visits every reachable object and keeps only what is needed for drawing. */
class Scrubber {
  private readonly seen = new Map<PDFObject, Set<Kind>>();
  private readonly open: { object: PDFObject; kind: Kind }[] = [];

  constructor(private readonly lookup: (object: PDFObject) => PDFObject | undefined) {}

  scrub(object: PDFObject | undefined, kind: Kind): void {
    if (object) this.open.push({ object, kind });
    for (let next = this.open.pop(); next; next = this.open.pop()) this.visit(next.object, next.kind);
  }

  private visit(given: PDFObject, kind: Kind): void {
    const object = given instanceof PDFRef ? this.lookup(given) : given;
    if (!object) return;
    const kinds = this.seen.get(object) ?? new Set();
    if (kinds.has(kind)) return;
    this.seen.set(object, kinds.add(kind));
    if (object instanceof PDFArray) for (const child of object.asArray()) this.open.push({ object: child, kind });
    const dict = dictOf(object);
    if (!dict) return;
    if (object instanceof PDFRawStream) stripImage(object);
    for (const [key, value] of dict.entries()) this.entry(dict, { key, value }, kind);
  }

  private entry(dict: PDFDict, { key, value }: { key: PDFName; value: PDFObject }, kind: Kind): void {
    const text = keyOf(key);
    const target = value instanceof PDFRef ? this.lookup(value) : value;
    const isText = target instanceof PDFString || target instanceof PDFHexString;
    if (kind === 'resources' && text === 'Properties') dict.set(key, emptied(dict, target));
    else if (kind === 'resources' && MAPS_OF_RESOURCES.has(text)) this.open.push({ object: value, kind: 'map' });
    else if (kind === 'map' ? isText : !DRAWING.has(text) || (isText && !TEXTS.has(text))) dict.delete(key);
    else if (kind === 'drawing' && text === 'Resources') this.open.push({ object: value, kind: 'resources' });
    else if (kind === 'drawing' && MAPS.has(text)) this.open.push({ object: value, kind: 'map' });
    else if (kind === 'drawing' && text === 'S' && !isGraphicsKind(target)) dict.delete(key);
    else this.open.push({ object: value, kind: 'drawing' });
  }
}

/** `S` names a kind of group or mask; elsewhere it names an action. */
const isGraphicsKind = (object: PDFObject | undefined): boolean =>
  object instanceof PDFName && ['Transparency', 'Alpha', 'Luminosity'].includes(keyOf(object));

/** The page content refers to its properties by name; their values are not drawn. */
function emptied(owner: PDFDict, properties: PDFObject | undefined): PDFDict {
  const empty = PDFDict.withContext(owner.context);
  if (properties instanceof PDFDict)
    for (const key of properties.keys()) empty.set(key, PDFDict.withContext(owner.context));
  return empty;
}

/** A photo within a page carries the same metadata as a photo that is uploaded alone. */
function stripImage(stream: PDFRawStream): void {
  const filter = stream.dict.lookup(name('Filter'));
  const last = filter instanceof PDFArray && filter.size() === 1 ? filter.lookup(0) : filter;
  if (!(last instanceof PDFName) || keyOf(last) !== 'DCTDecode') return;
  const whole = stream as unknown as { contents: Uint8Array };
  whole.contents = strippedJpeg(whole.contents);
}

const numbers = (object: PDFObject | undefined, length: number): number[] | undefined => {
  if (!(object instanceof PDFArray) || object.size() !== length) return undefined;
  const values = Array.from({ length }, (_, at) => object.lookup(at));
  return values.every((value) => value instanceof PDFNumber)
    ? values.map((value) => (value as PDFNumber).asNumber())
    : undefined;
};

/** What an annotation shows: a form, which a field may have for each of its states. */
function appearanceOf(note: PDFDict): { ref: PDFRef; form: PDFStream } | undefined {
  const all = note.lookup(name('AP'));
  let shown = all instanceof PDFDict ? all.get(name('N')) : undefined;
  const states = shown instanceof PDFRef ? note.context.lookup(shown) : shown;
  if (states instanceof PDFDict) {
    const state = note.lookup(name('AS'));
    shown = state instanceof PDFName ? states.get(state) : undefined;
  }
  if (!(shown instanceof PDFRef)) return undefined;
  const form = note.context.lookup(shown);
  return form instanceof PDFStream ? { ref: shown, form } : undefined;
}

/** The matrix that maps a form's box to the annotation's rectangle (ISO 32000-1, 12.5.5, algorithm 8.1). */
function placed(note: PDFDict, form: PDFStream): number[] | undefined {
  const rect = numbers(note.lookup(name('Rect')), 4);
  const box = numbers(form.dict.lookup(name('BBox')), 4);
  if (!rect || !box) return undefined;
  const [a, b, c, d, e, f] = (numbers(form.dict.lookup(name('Matrix')), 6) ?? [1, 0, 0, 1, 0, 0]) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const [x1, y1, x2, y2] = box as [number, number, number, number];
  const corners = [x1, x2].flatMap((x) => [y1, y2].map((y) => [a * x + c * y + e, b * x + d * y + f] as const));
  const xs = corners.map(([x]) => x);
  const ys = corners.map(([, y]) => y);
  const [left, bottom] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - bottom];
  const [rx1, ry1, rx2, ry2] = rect as [number, number, number, number];
  const sx = width === 0 ? 1 : Math.abs(rx2 - rx1) / width;
  const sy = height === 0 ? 1 : Math.abs(ry2 - ry1) / height;
  return [sx, 0, 0, sy, Math.min(rx1, rx2) - left * sx, Math.min(ry1, ry2) - bottom * sy];
}

/** Draws the visible annotations into the page, and removes all annotations. */
function flatten(page: PDFPage): void {
  const { context } = page.doc;
  const lookedUp = page.node.lookup(name('Annots'));
  const notes = lookedUp instanceof PDFArray ? lookedUp.asArray() : [];
  if (notes.length > MAX_NOTES) throw new Error('too many notes');
  let drawn = '';
  for (const entry of notes) {
    const note = entry instanceof PDFRef ? context.lookup(entry) : entry;
    const kind = note instanceof PDFDict ? note.lookup(name('Subtype')) : undefined;
    if (!(note instanceof PDFDict) || !(kind instanceof PDFName) || !SHOWING.has(keyOf(kind))) continue;
    const flags = note.lookup(name('F'));
    if (flags instanceof PDFNumber && (flags.asNumber() & (HIDDEN | NO_VIEW)) !== 0) continue;
    const appearance = appearanceOf(note);
    const matrix = appearance && placed(note, appearance.form);
    if (!appearance || !matrix || !matrix.every(Number.isFinite)) continue;
    appearance.form.dict.set(name('Type'), name('XObject'));
    appearance.form.dict.set(name('Subtype'), name('Form'));
    const called = page.node.newXObject('Note', appearance.ref);
    drawn += `q ${matrix.map((value) => value.toFixed(5)).join(' ')} cm ${called.toString()} Do Q\n`;
  }
  page.node.delete(name('Annots'));
  if (drawn !== '') page.node.addContentStream(context.register(context.flateStream(drawn)));
}

const original = await PDFDocument.load(await buffer(process.stdin), { updateMetadata: false });
if (original.getPageCount() > MAX_PAGES) throw new Error('too many pages');
const scrubber = new Scrubber((object) => original.context.lookup(object));
for (const page of original.getPages()) {
  for (const key of ['Resources', 'MediaBox', 'CropBox', 'Rotate'].map(name)) {
    const inherited = page.node.getInheritableAttribute(key);
    if (inherited && !page.node.get(key)) page.node.set(key, inherited);
  }
  flatten(page);
  for (const key of page.node.keys()) if (!PAGE.has(keyOf(key))) page.node.delete(key);
  scrubber.scrub(page.node.get(name('Resources')), 'resources');
  for (const key of ['Contents', 'Group'].map(name)) scrubber.scrub(page.node.get(key), 'drawing');
}
const clean = await PDFDocument.create({ updateMetadata: false });
for (const page of await clean.copyPages(original, original.getPageIndices())) clean.addPage(page);
process.stdout.write(await clean.save());
