import { gzipSync } from 'node:zlib';
import { render } from 'svelte/server';
import { describe, expect, it } from 'vitest';
import VietnamMap from '../VietnamMap.svelte';
import { breaks, legend, shade } from './classes.ts';
import { drawMap } from './draw.ts';
import { NAMES_63, nameOf } from './provinces.ts';
import { SHAPES_34, SHAPES_63 } from './shapes.ts';

const draw = (props: object) =>
  render(VietnamMap, { props: { lang: 'vi', map: 34, values: {}, label: 'Sản phẩm', ...props } as never }).body;

describe('the map', () => {
  it('draws 34 and 63 provinces, each under its own name', () => {
    expect(Object.keys(SHAPES_34)).toHaveLength(34);
    expect(Object.keys(SHAPES_63).sort()).toEqual(Object.keys(NAMES_63).sort());
    expect(new Set(Object.keys(SHAPES_34).map((c) => nameOf(c, 34))).size).toBe(34);
    expect(drawMap({ lang: 'vi', map: 34, values: { '24': 773 } })).toContain('<title>Bắc Ninh: 773</title>');
    expect(drawMap({ lang: 'vi', map: 63, values: { '24': 5 } })).toContain('<title>Bắc Giang: 5</title>');
  });

  it.each([34, 63])('always shows Hoàng Sa and Trường Sa with their names, whatever the size (map of %i)', (map) => {
    for (const compact of [true, false]) {
      const svg = draw({ map, compact });
      expect(svg).toContain('>Hoàng Sa</text>');
      expect(svg).toContain('>Trường Sa</text>');
      expect(svg.match(/class="isles"/g)).toHaveLength(2);
    }
  });

  it('credits its source and stays light', () => {
    const page = draw({ map: 63, hrefOf: (c: string) => `/tinh/${c}` });
    expect(page).toContain('CC BY 4.0');
    expect(gzipSync(page).length).toBeLessThan(12_000);
    expect(page).not.toMatch(/ style=/);
  });

  it('links each province and escapes the address', () => {
    const svg = draw({ hrefOf: (c: string) => `/thong-ke?map=34&province=${c}` });
    expect(svg.match(/<a href="\/thong-ke/g)).toHaveLength(34);
    expect(svg).toContain('map=34&amp;province=01');
  });
});

describe('the shades', () => {
  it('puts zero apart and the largest value in the darkest', () => {
    const values = [0, 1, 3, 12, 47, 90, 173, 410, 900, 2000];
    const ends = breaks(values);
    expect(ends.at(-1)).toBe(2000);
    expect(shade(0, ends)).toBe(0);
    expect(shade(2000, ends)).toBe(5);
    expect(values.map((v) => shade(v, ends))).toEqual([...values.map((v) => shade(v, ends))].sort());
  });

  it('covers every whole number up to the largest once', () => {
    const steps = legend([0, 4, 9, 33, 120, 121, 800]);
    expect(steps[0]).toEqual({ shade: 0, from: 0, to: 0 });
    for (let i = 1; i < steps.length; i++) expect(steps[i]?.from).toBe((steps[i - 1]?.to ?? 0) + 1);
    expect(steps.at(-1)?.to).toBe(800);
  });

  it('does without values', () => {
    expect(legend([0, 0])).toEqual([{ shade: 0, from: 0, to: 0 }]);
    expect(shade(3, breaks([3]))).toBe(5);
  });
});
