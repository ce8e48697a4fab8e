import { render } from 'svelte/server';
import { describe, expect, it } from 'vitest';
import BarTable from './BarTable.svelte';
import { barWidths } from './bars.ts';
import GrowthChart from './GrowthChart.svelte';
import { growth } from './growth.ts';

describe('bars', () => {
  it('start at zero, reach the full width at the largest, and never hide a count', () => {
    expect(barWidths([0, 50, 200, 1, 100_000])).toEqual([0, 0.6, 0.6, 0.6, 100]);
    expect(barWidths([0, 0])).toEqual([0, 0]);
    expect(barWidths([1, 2, 4])).toEqual([25, 50, 100]);
  });

  it('stand in a table that says every number and the total', () => {
    const rows = [
      { key: '3', label: '3 sao', count: 11_880, share: 0.762027 },
      { key: '4', label: '4 sao', count: 3_710, share: 0.237973, href: '/tim?star=4' },
    ];
    const { body } = render(BarTable, { props: { lang: 'vi', caption: 'Theo sao', heading: 'Sao', rows, total: 15_590 } });
    for (const text of ['11.880', '76,2%', '15.590', '<a href="/tim?star=4">4 sao</a>', 'scope="row"']) expect(body).toContain(text);
  });
});

describe('growth', () => {
  const points = [
    { day: '2023-01-31', inForce: 0, everRecognised: 0 },
    { day: '2023-12-31', inForce: 40, everRecognised: 50 },
    { day: '2024-12-31', inForce: 60, everRecognised: 100 },
  ];

  it('runs over the whole width, from the ground to the highest value, target included', () => {
    const chart = growth(points, { atLeast: 400, from: '2021-01-01', until: '2023-12-31' });
    expect(chart?.inForce.startsWith('M0,100')).toBe(true);
    expect(chart?.goal?.from).toBe(0);
    expect(chart?.goal?.y).toBe(0);
    expect(chart?.last.ever).toBe(75);
    expect(chart?.years.map((y) => y.label)).toEqual(['2023', '2024']);
  });

  it('draws nothing from a single day', () => {
    expect(growth(points.slice(0, 1))).toBeUndefined();
    expect(render(GrowthChart, { props: { lang: 'vi', points: [] } }).body).not.toContain('<svg');
  });

  it('says its last values in words beside the lines', () => {
    const { body } = render(GrowthChart, { props: { lang: 'en', points } });
    expect(body).toContain('In force: 60');
    expect(body).toContain('Ever recognised: 100');
    expect(body).toContain('role="img"');
  });
});
