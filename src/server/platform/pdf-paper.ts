// What a paper is made of: titles, paragraphs, fields, tables over several pages, signatures, codes. Points from the upper left corner.
import { encode } from 'uqr';
import { type Corner, outlines } from './outline.ts';
import { INK, LINE, SOFT } from './pdf-ink.ts';

type Doc = PDFKit.PDFDocument;
type Element = PDFKit.PDFStructureElement;
export type Style = {
  face?: 'text' | 'italic' | 'strong' | 'bold' | 'title';
  size?: number;
  color?: string;
  align?: 'left' | 'center' | 'right' | 'justify';
  /** Space below. */
  after?: number;
  lang?: 'vi' | 'en';
  /** Of a heading: the height that must follow it on the page. */
  keep?: number;
};
/** `share` of the width; numbers stand on the right. */
export type Column = { title: string; share: number; align?: 'left' | 'center' | 'right' };

/** NFC, one kind of space, no control characters: what a form may send and a font cannot draw. */
export const printable = (text: string): string =>
  text
    .normalize()
    .replace(/\r\n?/g, '\n')
    .replace(/\t/g, ' ')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to take out
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '');

/** Points of 1/300 inch: what printers of 300, 600 and 1,200 dots to the inch all meet. */
const DOT = 72 / 300;
/** Points that dark edges stand back, since renderers paint every dot that an edge touches. */
const INSET = 0.012;

export class Paper {
  readonly doc: Doc;
  private readonly root: Element;
  constructor(doc: Doc) {
    this.doc = doc;
    this.root = doc.struct('Document');
    doc.addStructure(this.root);
  }

  get left(): number {
    return this.doc.page.margins.left;
  }
  /** Between the margins. */
  get width(): number {
    return this.doc.page.width - this.doc.page.margins.left - this.doc.page.margins.right;
  }
  get bottom(): number {
    return this.doc.page.height - this.doc.page.margins.bottom;
  }
  get y(): number {
    return this.doc.y;
  }
  set y(y: number) {
    this.doc.y = y;
  }

  /** Begins a new page when less than `height` is left. */
  need(height: number): void {
    if (this.doc.y + height > this.bottom && this.doc.y > this.doc.page.margins.top) this.doc.addPage();
  }
  space(height: number): void {
    this.doc.y += height;
  }

  /** Draws inside one tag of the document's structure. */
  tagged(tag: string, draw: () => void, options: { alt?: string; lang?: string } = {}, parent: Element = this.root): void {
    const content = this.doc.markStructureContent(tag);
    draw();
    this.doc.endMarkedContent();
    parent.add(this.doc.struct(tag, options, content));
  }
  /** Ornament and lines: passed over by screen readers. */
  ornament(draw: () => void): void {
    this.doc.markContent('Artifact', { type: 'Layout' });
    this.doc.save();
    draw();
    this.doc.restore();
    this.doc.endMarkedContent();
  }

  private set(style: Style): void {
    this.doc
      .font(style.face ?? 'text')
      .fontSize(style.size ?? 10.5)
      .fillColor(style.color ?? INK);
  }
  /** How high a text stands in a width. */
  heightOf(text: string, style: Style, width = this.width): number {
    this.set(style);
    return this.doc.heightOfString(printable(text) || ' ', { width, lineGap: gapOf(style) });
  }
  /** A text anywhere on the page; the place below it is returned. */
  textAt(text: string, x: number, y: number, width: number, style: Style = {}, tag = 'P'): number {
    this.set(style);
    const content = printable(text);
    const options = { width, align: style.align ?? 'left', lineGap: gapOf(style) };
    this.tagged(tag, () => this.doc.text(content || ' ', x, y, options), style.lang ? { lang: style.lang } : {});
    return this.doc.y;
  }
  /** The largest size, down to `least`, at which the text stands in so many lines. */
  fit(text: string, width: number, lines: number, size: number, least: number, face: NonNullable<Style['face']> = 'title'): number {
    for (let s = size; s > least; s -= 0.5)
      if (this.heightOf(text, { face, size: s }, width) <= this.heightOf('Ẵ', { face, size: s }, width) * lines + 1) return s;
    return least;
  }

  heading(text: string, level: 1 | 2 | 3 = 2, style: Style = {}): void {
    const size = [17, 12.5, 11][level - 1] ?? 11;
    const full: Style = { face: level === 1 ? 'title' : 'bold', size, ...style };
    this.need(this.heightOf(text, full) + (style.keep ?? (level === 1 ? 0 : 46)));
    if (level > 1) this.space(10);
    this.textAt(text, this.left, this.doc.y, this.width, full, `H${level}`);
    this.space(full.after ?? 5);
  }
  paragraph(text: string, style: Style = {}): void {
    if (!printable(text).trim()) return;
    this.need(this.heightOf('Ẵ', style) * 2);
    this.textAt(text, this.left, this.doc.y, this.width, style);
    this.space(style.after ?? 5);
  }
  /** A label and what was filled in; an empty field keeps a dotted line for the pen. */
  field(label: string, value: string | null | undefined): void {
    const said = printable(value ?? '').trim();
    const size = 10.5;
    if (!said.includes('\n')) this.need(this.heightOf(`${label}: ${said}`, { size }));
    this.set({ size });
    this.tagged('P', () => {
      this.doc.text(`${printable(label)}: `, this.left, this.doc.y, { width: this.width, lineGap: gapOf({ size }), continued: true });
      this.doc.font(said ? 'strong' : 'text').text(said || '…'.repeat(24));
    });
    this.space(3);
  }
  /** Boxes to tick. */
  ticks(items: readonly { label: string; on: boolean }[]): void {
    for (const { label, on } of items) {
      this.need(18);
      const y = this.doc.y;
      this.ornament(() => {
        this.doc
          .lineWidth(0.8)
          .strokeColor(INK)
          .rect(this.left + 1, y + 2.5, 9, 9)
          .stroke();
        if (on)
          this.doc
            .lineWidth(1.6)
            .moveTo(this.left + 3, y + 7)
            .lineTo(this.left + 5, y + 9.4)
            .lineTo(this.left + 9, y + 4.4)
            .stroke();
      });
      this.textAt(label, this.left + 18, y, this.width - 18, on ? { face: 'strong' } : {});
      this.space(3);
    }
  }

  /**
   * A table that breaks over pages between rows; its head stands on every page and never without a row; a row higher than a page is cut by
   * lines. `total` is a last row in the face of the head.
   */
  table(columns: readonly Column[], rows: readonly (readonly string[])[], style: Style & { total?: readonly string[] } = {}): void {
    const size = style.size ?? 9;
    const pad = 4;
    const whole = columns.reduce((n, c) => n + c.share, 0);
    const widths = columns.map((c) => (c.share / whole) * this.width);
    const table = this.doc.struct('Table');
    this.root.add(table);
    const cellStyle = (head: boolean): Style => ({ face: head ? 'bold' : 'text', size, lang: style.lang ?? 'vi' });
    const heightOf = (cells: readonly string[], head: boolean) =>
      Math.max(...cells.map((c, i) => this.heightOf(c, cellStyle(head), (widths[i] ?? 0) - 2 * pad))) + 2 * pad;
    const draw = (cells: readonly string[], head: boolean) => {
      const top = this.doc.y;
      const height = heightOf(cells, head);
      this.ornament(() => {
        if (head) this.doc.rect(this.left, top, this.width, height).fill('#eceff8');
        let x = this.left;
        this.doc.lineWidth(0.5).strokeColor(LINE);
        for (const w of widths) {
          this.doc.rect(x, top, w, height).stroke();
          x += w;
        }
      });
      const row = this.doc.struct('TR');
      table.add(row);
      let x = this.left;
      cells.forEach((cell, i) => {
        const w = widths[i] ?? 0;
        this.set(cellStyle(head));
        const options = { width: w - 2 * pad, align: columns[i]?.align ?? ('left' as const), lineGap: gapOf({ size }) };
        this.tagged(head ? 'TH' : 'TD', () => this.doc.text(printable(cell) || ' ', x + pad, top + pad, options), {}, row);
        x += w;
      });
      row.end();
      this.doc.x = this.left;
      this.doc.y = top + height;
    };
    const titles = columns.map((c) => c.title);
    const head = () => titles.some(Boolean) && draw(titles, true);
    const filled = (r: readonly string[]) => columns.map((_, i) => r[i] ?? '');
    const queue = rows.map(filled);
    const page = this.bottom - this.doc.page.margins.top - heightOf(titles, true);
    const first = heightOf(queue[0] ?? [''], false);
    // a first row that fits on no page is cut where it stands
    this.need(heightOf(titles, true) + (first <= page ? Math.max(40, first) : 40));
    head();
    for (let cells = queue.shift(); cells; cells = queue.shift()) {
      const height = heightOf(cells, false);
      const room = this.bottom - this.doc.y;
      if (height > room && (height <= page || room < 80)) {
        this.doc.addPage();
        head();
      }
      if (heightOf(cells, false) > this.bottom - this.doc.y) {
        const parts = cells.map((c, i) => this.cut(c, cellStyle(false), (widths[i] ?? 0) - 2 * pad, this.bottom - this.doc.y - 2 * pad));
        queue.unshift(parts.map((p) => p[1]));
        draw(
          parts.map((p) => p[0]),
          false,
        );
        continue;
      }
      draw(cells, false);
    }
    if (style.total) {
      const sums = filled(style.total);
      if (heightOf(sums, true) > this.bottom - this.doc.y) {
        this.doc.addPage();
        head();
      }
      draw(sums, true);
    }
    table.end();
    this.space(style.after ?? 8);
  }
  /** As many words as stand in a height, and the rest. */
  private cut(text: string, style: Style, width: number, height: number): [string, string] {
    if (this.heightOf(text, style, width) <= height) return [text, ''];
    // by words where there are several, by signs inside an endless one
    const parts = text.split(/(?<=\s)/);
    const units = parts.length > 1 ? parts : [...text];
    let [low, high] = [1, units.length];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.heightOf(units.slice(0, middle).join(''), style, width) <= height) low = middle;
      else high = middle - 1;
    }
    const head = units.slice(0, low).join('');
    if (low === 1 && parts.length > 1 && this.heightOf(head, style, width) > height) {
      const [a, b] = this.cut(head, style, width, height);
      return [a, b + units.slice(1).join('')];
    }
    return [head, units.slice(low).join('')];
  }

  /** The head of official forms: who writes on the left, the nation and its motto on the right. */
  motto(writer: readonly string[] = [], placeAndDay = ''): void {
    const top = this.doc.y;
    const narrow = this.width * 0.42;
    const right = this.left + narrow + 8;
    const wide = this.width - narrow - 8;
    let leftEnd = top;
    for (const [i, line] of writer.entries()) {
      if (!line.trim()) continue;
      leftEnd = this.textAt(line, this.left, leftEnd, narrow, { align: 'center', size: 10.5, face: i === 0 ? 'bold' : 'text' });
    }
    let y = this.textAt('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', right, top, wide, { face: 'bold', size: 10.5, align: 'center' });
    y = this.textAt('Độc lập - Tự do - Hạnh phúc', right, y, wide, { face: 'bold', size: 11, align: 'center' }) + 2;
    const ruled = y;
    this.ornament(() =>
      this.doc
        .lineWidth(0.8)
        .strokeColor(INK)
        .moveTo(right + wide / 2 - 72, ruled)
        .lineTo(right + wide / 2 + 72, ruled)
        .stroke(),
    );
    if (placeAndDay) y = this.textAt(placeAndDay, right, y + 6, wide, { face: 'italic', size: 10, align: 'center' });
    this.doc.x = this.left;
    this.doc.y = Math.max(y, leftEnd) + 14;
  }
  /** Places to sign, side by side; a name stands below the space for the pen. */
  signatures(people: readonly { title: string; note?: string; name?: string }[]): void {
    this.need(120);
    this.space(10);
    const top = this.doc.y;
    const w = this.width / Math.max(people.length, 1);
    let end = top;
    people.forEach(({ title, note, name }, i) => {
      const x = this.left + i * w;
      let y = this.textAt(title, x, top, w, { face: 'bold', align: 'center' });
      if (note) y = this.textAt(note, x, y, w, { face: 'italic', size: 9, align: 'center', color: SOFT });
      if (name) y = this.textAt(name, x, Math.max(y, top + 28) + 44, w, { face: 'bold', align: 'center' });
      end = Math.max(end, y, top + 92);
    });
    this.doc.x = this.left;
    this.doc.y = end;
  }

  /**
   * A QR code with its quiet zone inside `size`; level M unless told. Modules are whole dots of 1/300 inch and the symbol lies on such dots:
   * edges between two dots come out grey, and readers lose codes over it.
   */
  qr(text: string, x: number, y: number, size: number, alt: string, ecc: 'L' | 'M' | 'Q' | 'H' = 'M'): void {
    const { data } = encode(text, { ecc, border: 4 });
    const unit = Math.max(Math.floor(size / data.length / DOT + 1e-6), 1) * DOT;
    const free = (size - unit * data.length) / 2;
    const [left, top] = [x, y].map((at) => Math.round((at + free) / (2 * DOT)) * 2 * DOT) as [number, number];
    const line = (corners: readonly Corner[]) =>
      `M${corners.map((c) => `${(left + c.x * unit).toFixed(3)} ${(top + c.y * unit).toFixed(3)}`).join('L')}Z`;
    this.tagged(
      'Figure',
      () => {
        this.doc.rect(x, y, size, size).fill('#ffffff');
        this.doc
          .path(
            outlines(data, INSET / unit)
              .map(line)
              .join(''),
          )
          .fill('#000000');
      },
      { alt },
    );
  }

  /** Foot and page numbers, then the structure is closed. */
  close(foot: string | undefined): void {
    const { start, count } = this.doc.bufferedPageRange();
    for (let i = start; foot !== undefined && i < start + count; i++) {
      this.doc.switchToPage(i);
      const { margins } = this.doc.page;
      const kept = margins.bottom;
      margins.bottom = 0;
      const y = this.doc.page.height - Math.max(kept - 24, 18);
      this.doc.markContent('Artifact', { type: 'Pagination' });
      this.set({ size: 8, color: SOFT });
      this.doc.text(printable(foot), this.left, y, { width: this.width - 60, height: 10, lineBreak: false, ellipsis: true });
      this.doc.text(`${i - start + 1} / ${count}`, this.left, y, { width: this.width, align: 'right', lineBreak: true });
      this.doc.endMarkedContent();
      margins.bottom = kept;
    }
    this.root.end();
  }
}

/** Marks above and below need room: leading of about 1.4. */
const gapOf = (style: Style): number => (style.size ?? 10.5) * 0.12;
