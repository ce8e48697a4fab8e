import { describe, expect, it } from 'vitest';
import { heldTogether } from './lines.ts';

describe('a line of several parts', () => {
  it('breaks after its dot or dash, never before', () => {
    expect(heldTogether('<p>HTX A · Xã B · 4 sao</p>')).toBe('<p>HTX A\u00a0· Xã B\u00a0· 4 sao</p>');
    expect(heldTogether('<p><a href="/">Kho</a> · 01/11 – 22/11</p>')).toBe('<p><a href="/">Kho</a>\u00a0· 01/11\u00a0– 22/11</p>');
    expect(heldTogether('<b>HTX A</b> <!--[0-->· <i>4 sao</i>')).toBe('<b>HTX A</b>\u00a0<!--[0-->· <i>4 sao</i>');
  });

  it('leaves attributes, titles and what people wrote as they are', () => {
    const kept =
      '<title>A · B</title><input value="a · b"><textarea name="x">một · hai</textarea><option value="1">A – B</option><meta content="a – b">';
    expect(heldTogether(kept)).toBe(kept);
  });
});
