// Just enough XML for SpreadsheetML and OpenDocument: a stream of tags and texts. Document types are refused, so entities cannot expand.
import { unreadable } from './sheet.ts';

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

export const unescapeXml = (text: string): string =>
  text.includes('&')
    ? text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex, dec, name) => {
        if (name) return ENTITIES[name] ?? whole;
        const point = hex ? Number.parseInt(hex, 16) : Number(dec);
        return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
      })
    : text;

export type Tag = { /** Without a namespace prefix. */ name: string; attributes: string /** Closed in itself. */; empty: boolean };
export type Handler = { open?: (tag: Tag) => void; close?: (name: string) => void; text?: (text: string) => void };

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

const PATTERNS = new Map<string, RegExp>();

/** The value of an attribute by its local name. */
export function attribute(tag: Tag, name: string): string | undefined {
  const pattern = PATTERNS.get(name) ?? new RegExp(`(?:^|[\\s:])${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`);
  PATTERNS.set(name, pattern);
  const found = pattern.exec(tag.attributes);
  const value = found?.[1] ?? found?.[2];
  return value === undefined ? undefined : unescapeXml(value);
}

/** Walks through the document from beginning to end. */
export function walkXml(source: string, handler: Handler): void {
  let at = 0;
  for (;;) {
    const open = source.indexOf('<', at);
    if (handler.text && (open < 0 ? source.length : open) > at) handler.text(unescapeXml(source.slice(at, open < 0 ? undefined : open)));
    if (open < 0) return;
    const next = source.charAt(open + 1);
    if (next === '!' || next === '?') {
      const [end, skip] = source.startsWith('<!--', open)
        ? ['-->', 3]
        : source.startsWith('<![CDATA[', open)
          ? [']]>', 3]
          : next === '?'
            ? ['?>', 2]
            : ['', 0];
      const close = end === '' ? -1 : source.indexOf(end as string, open);
      if (close < 0) throw unreadable('corrupt', { vi: 'Tệp có phần không hợp lệ.', en: 'The file has an invalid part.' });
      if (end === ']]>') handler.text?.(source.slice(open + 9, close));
      at = close + (skip as number);
      continue;
    }
    const close = endOfTag(source, open + 1);
    if (close < 0) throw unreadable('corrupt', { vi: 'Tệp bị cắt cụt.', en: 'The file is cut short.' });
    if (next === '/') handler.close?.(local(source.slice(open + 2, close).trim()));
    else {
      const empty = source.charAt(close - 1) === '/';
      const body = source.slice(open + 1, empty ? close - 1 : close);
      const space = body.search(/\s/);
      const name = local(space < 0 ? body : body.slice(0, space));
      handler.open?.({ name, attributes: space < 0 ? '' : body.slice(space), empty });
      if (empty) handler.close?.(name);
    }
    at = close + 1;
  }
}

/** Where the tag ends; a quoted value may hold '>'. */
function endOfTag(source: string, from: number): number {
  for (let i = from; i < source.length; i++) {
    const c = source.charCodeAt(i);
    if (c === 62) return i;
    if (c !== 34 && c !== 39) continue;
    i = source.indexOf(c === 34 ? '"' : "'", i + 1);
    if (i < 0) return -1;
  }
  return -1;
}
