import {
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFNumber,
  PDFOperator,
  PDFOperatorNames,
  PDFString,
  beginText,
  endText,
  setFontAndSize,
  setTextMatrix,
  showText,
  type PDFPage,
  type PDFRef,
} from '@cantoo/pdf-lib';

export interface PdfColumn {
  title: string;
  /** Share of the printable width, in percent. */
  width: number;
  /** Right-aligned. */
  isFigure?: boolean;
}

/** A4 in points. */
const PAGE = { width: 595, height: 842, margin: 56 };
const LINE = 1.55;
const CELL_GAP = 6;
const FONT = PDFName.of('Song');
/** Letters and figures of the font are half as wide as its ideographs. */
const LATIN = /[\u0020-\u007e]/;

/** A Chinese document of headings, lines and tables on A4, for printing and posting. The characters use the Song typeface
 *  that every reader of Chinese PDFs includes (Adobe-GB1), so that the file stays a few kilobytes. */
export class PdfSheet {
  private page!: PDFPage;
  private y = 0;

  private constructor(
    private readonly document: PDFDocument,
    private readonly font: PDFRef,
  ) {
    this.turn();
  }

  static async begin(title: string): Promise<PdfSheet> {
    const document = await PDFDocument.create({ updateMetadata: false });
    document.setTitle(title);
    document.setLanguage('zh-CN');
    return new PdfSheet(document, songOf(document));
  }

  heading(text: string, size = 18): void {
    this.paragraph(text, { size, isCentred: size > 15 });
    this.y -= size * 0.4;
  }

  paragraph(text: string, { size = 11, isCentred = false } = {}): void {
    const width = PAGE.width - 2 * PAGE.margin;
    for (const line of wrap(text, width, size)) {
      this.need(size * LINE);
      this.y -= size * LINE;
      this.write(line, PAGE.margin + (isCentred ? (width - widthOf(line, size)) / 2 : 0), this.y, size);
    }
  }

  /** A table may be longer than a page: its headings are repeated on each page. */
  table(columns: PdfColumn[], rows: string[][], size = 10): void {
    const inner = PAGE.width - 2 * PAGE.margin;
    const widths = columns.map(({ width }) => (inner * width) / 100);
    const starts = widths.map((_, at) => PAGE.margin + widths.slice(0, at).reduce((sum, width) => sum + width, 0));
    const row = (cells: string[]): void => {
      const lines = cells.map((cell, at) => wrap(cell, widths[at]! - CELL_GAP, size));
      const height = Math.max(...lines.map(({ length }) => length)) * size * LINE + CELL_GAP;
      if (this.need(height) && cells !== titles) row(titles);
      lines.forEach((cell, at) =>
        cell.forEach((line, nth) => {
          const shift = columns[at]!.isFigure ? widths[at]! - CELL_GAP - widthOf(line, size) : 0;
          this.write(line, starts[at]! + shift, this.y - (nth + 1) * size * LINE, size);
        }),
      );
      this.y -= height;
      this.rule();
    };
    const titles = columns.map(({ title }) => title);
    row(titles);
    for (const cells of rows) row(cells);
    this.y -= size;
  }

  /** Draws a square of dark and light fields, `size` points wide: a code to be read by a camera. */
  squares(rows: readonly (readonly boolean[])[], size: number): void {
    this.need(size);
    const field = size / rows.length;
    const number = (value: number): PDFNumber => PDFNumber.of(value);
    rows.forEach((row, down) =>
      row.forEach((isDark, right) => {
        if (!isDark) return;
        const [x, y] = [PAGE.margin + right * field, this.y - (down + 1) * field];
        this.page.pushOperators(
          PDFOperator.of(PDFOperatorNames.AppendRectangle, [number(x), number(y), number(field), number(field)]),
        );
      }),
    );
    this.page.pushOperators(PDFOperator.of(PDFOperatorNames.FillNonZero));
    this.y -= size;
  }

  async bytes(): Promise<Buffer> {
    const pages = this.document.getPages();
    pages.forEach((page, at) => {
      this.page = page;
      const text = `${at + 1} / ${pages.length}`;
      this.write(text, (PAGE.width - widthOf(text, 9)) / 2, PAGE.margin / 2, 9);
    });
    return Buffer.from(await this.document.save());
  }

  /** Starts a new page when the space does not suffice; returns true if it did. */
  private need(height: number): boolean {
    if (this.y - height >= PAGE.margin) return false;
    this.turn();
    return true;
  }

  private turn(): void {
    this.page = this.document.addPage([PAGE.width, PAGE.height]);
    this.page.node.setFontDictionary(FONT, this.font);
    this.y = PAGE.height - PAGE.margin;
  }

  private write(text: string, x: number, y: number, size: number): void {
    this.page.pushOperators(
      beginText(),
      setFontAndSize(FONT, size),
      setTextMatrix(1, 0, 0, 1, x, y),
      showText(PDFHexString.of(Buffer.from(text, 'utf16le').swap16().toString('hex'))),
      endText(),
    );
  }

  private rule(): void {
    const at = (name: PDFOperatorNames, ...values: number[]): PDFOperator =>
      PDFOperator.of(
        name,
        values.map((value) => PDFNumber.of(value)),
      );
    this.page.pushOperators(
      at(PDFOperatorNames.SetLineWidth, 0.5),
      at(PDFOperatorNames.MoveTo, PAGE.margin, this.y),
      at(PDFOperatorNames.LineTo, PAGE.width - PAGE.margin, this.y),
      PDFOperator.of(PDFOperatorNames.StrokePath),
    );
  }
}

/** The predefined font and character map of ISO 32000, 9.7.5; neither is embedded in the file. */
function songOf(document: PDFDocument): PDFRef {
  const { context } = document;
  const descriptor = context.register(
    context.obj({
      Type: 'FontDescriptor',
      FontName: 'STSong-Light',
      Flags: 4,
      FontBBox: [-25, -254, 1000, 880],
      ItalicAngle: 0,
      Ascent: 880,
      Descent: -120,
      CapHeight: 880,
      StemV: 93,
    }),
  );
  const descendant = context.register(
    context.obj({
      Type: 'Font',
      Subtype: 'CIDFontType0',
      BaseFont: 'STSong-Light',
      CIDSystemInfo: {
        Registry: PDFString.of('Adobe'),
        Ordering: PDFString.of('GB1'),
        Supplement: 4,
      },
      FontDescriptor: descriptor,
      DW: 1000,
      W: [1, 95, 500, 814, 939, 500],
    }),
  );
  return context.register(
    context.obj({
      Type: 'Font',
      Subtype: 'Type0',
      BaseFont: 'STSong-Light-UniGB-UTF16-H',
      Encoding: 'UniGB-UTF16-H',
      DescendantFonts: [descendant],
    }),
  );
}

const widthOf = (text: string, size: number): number =>
  [...text].reduce((sum, sign) => sum + (LATIN.test(sign) ? size / 2 : size), 0);

function wrap(text: string, width: number, size: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const sign of text.replace(/\s+/g, ' ')) {
    if (line && widthOf(line + sign, size) > width) {
      lines.push(line);
      line = '';
    }
    line += sign;
  }
  return [...lines, line];
}
