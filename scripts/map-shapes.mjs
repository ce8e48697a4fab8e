// Writes src/ui/map/shapes.ts: the outlines of @svg-maps/vietnam (CC BY 4.0), made light enough to stand in a page.
// The source draws each province apart, so neighbours do not quite meet. Here they are laid on one grid of cells; borders are traced
// from the grid once and shared, hence no gaps, and the 34 provinces are exact unions of the 63. Run: node scripts/map-shapes.mjs
import { writeFileSync } from 'node:fs';
import source from '@svg-maps/vietnam';

const CELLS = 2; // cells per unit of the source
const TOLERANCE = 1.5; // how far, in cells, a drawn border may leave the traced one
const DOT = 9; // an island smaller than this box (in cells) is drawn as a dot, so that it stays visible at every size
const WIDTH = 812 * CELLS + 2;
const HEIGHT = 873 * CELLS + 2;

/** Source id → code on the map of 63. */
const CODE = {
  angiang: '89',
  baria: '77',
  baclieu: '95',
  bacgiang: '24',
  backan: '06',
  bacninh: '27',
  bentre: '83',
  binhduong: '74',
  binhdinh: '52',
  binhphuoc: '70',
  binhthuan: '60',
  camau: '96',
  caobang: '04',
  cantho: '92',
  danang: '48',
  daklak: '66',
  daknong: '67',
  dongnai: '75',
  dongthap: '87',
  dienbien: '11',
  gialai: '64',
  hagiang: '02',
  hanam: '35',
  hanoi: '01',
  hatinh: '42',
  haiduong: '30',
  haiphong: '31',
  haugiang: '93',
  hoabinh: '17',
  hcm: '79',
  hungyen: '33',
  khanhhoa: '56',
  kiengiang: '91',
  kontum: '62',
  lamdong: '68',
  langson: '20',
  laichau: '12',
  laocai: '10',
  longan: '80',
  namdinh: '36',
  ninhbinh: '37',
  ninhthuan: '58',
  nghean: '40',
  phutho: '25',
  phuyen: '54',
  quangbinh: '44',
  quangnam: '49',
  quangngai: '51',
  quangninh: '22',
  quangtri: '45',
  sonla: '14',
  soctrang: '94',
  tayninh: '72',
  thanhhoa: '38',
  thaibinh: '34',
  thainguyen: '19',
  tthue: '46',
  tiengiang: '82',
  travinh: '84',
  tuyenquang: '08',
  vinhlong: '86',
  vinhphuc: '26',
  yenbai: '15',
};
/** Code on the map of 34 → the codes of 63 that it unites (resolution 202/2025/QH15); the others stayed as they were. */
const UNION = {
  '08': ['02', '08'],
  15: ['10', '15'],
  19: ['06', '19'],
  24: ['24', '27'],
  25: ['17', '25', '26'],
  31: ['30', '31'],
  33: ['33', '34'],
  37: ['35', '36', '37'],
  44: ['44', '45'],
  48: ['48', '49'],
  51: ['51', '62'],
  52: ['52', '64'],
  56: ['56', '58'],
  66: ['54', '66'],
  68: ['60', '67', '68'],
  75: ['70', '75'],
  79: ['74', '77', '79'],
  80: ['72', '80'],
  82: ['82', '87'],
  86: ['83', '84', '86'],
  91: ['89', '91'],
  92: ['92', '93', '94'],
  96: ['95', '96'],
};

/** The rings of an SVG path in cells; a curve counts by its end points. */
function rings(path) {
  const tokens = path.match(/[a-df-zA-DF-Z]|-?\d*\.?\d+(?:e-?\d+)?/g);
  const out = [];
  let ring = [];
  let [i, command, x, y] = [0, '', 0, 0];
  const next = () => Number(tokens[i++]) * CELLS;
  while (i < tokens.length) {
    if (/^[a-df-zA-DF-Z]$/.test(tokens[i])) command = tokens[i++];
    const kind = command.toLowerCase();
    if (kind === 'z') {
      [x, y] = ring[0];
      continue;
    }
    if (kind === 'c') i += 4;
    const from = command === kind ? [x, y] : [0, 0];
    if (kind !== 'v') x = from[0] + next();
    if (kind !== 'h') y = from[1] + next();
    if (kind === 'm') {
      ring = [];
      out.push(ring);
      command = command === 'm' ? 'l' : 'L';
    }
    ring.push([x, y]);
  }
  return out;
}

const box = (ring) => {
  const xs = ring.map((p) => p[0]);
  const ys = ring.map((p) => p[1]);
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
};
const span = (b) => Math.max(b.right - b.left, b.bottom - b.top);

// 1. Lay every province on the grid; small islands become dots.
const codes = [''];
const grid = new Uint8Array(WIDTH * HEIGHT);
const dots = {};
const isles = {};
for (const place of source.locations) {
  const all = rings(place.path);
  if (place.id === 'hoangsa' || place.id === 'truongsa') {
    isles[place.id] = all.map((ring) => {
      const b = box(ring);
      return [Math.round((b.left + b.right) / 2), Math.round((b.top + b.bottom) / 2)];
    });
    continue;
  }
  const code = CODE[place.id];
  const label = codes.push(code) - 1;
  for (const ring of all) {
    const b = box(ring);
    if (span(b) < DOT) {
      dots[code] ??= [];
      dots[code].push([Math.round((b.left + b.right) / 2), Math.round((b.top + b.bottom) / 2)]);
      continue;
    }
    for (let row = Math.max(0, Math.floor(b.top)); row <= b.bottom; row++) {
      const y = row + 0.5;
      const cuts = [];
      for (let k = 0; k < ring.length; k++) {
        const [ax, ay] = ring[k];
        const [bx, by] = ring[(k + 1) % ring.length];
        if (ay <= y !== by <= y) cuts.push(ax + ((y - ay) / (by - ay)) * (bx - ax));
      }
      cuts.sort((a, c) => a - c);
      for (let k = 0; k + 1 < cuts.length; k += 2)
        for (let col = Math.ceil(cuts[k] - 0.5); col + 0.5 < cuts[k + 1]; col++) grid[(row + 1) * WIDTH + col + 1] = label;
    }
  }
}

// 2. Close the hairline gaps between neighbours: an empty cell between two land cells on opposite sides.
for (let pass = 0; pass < 2; pass++)
  for (let at = WIDTH * 2; at < grid.length - WIDTH * 2; at++)
    if (!grid[at]) {
      const near = [1, WIDTH, WIDTH + 1, WIDTH - 1].find((d) => grid[at - d] && grid[at + d]);
      if (near) grid[at] = grid[at - near];
    }

// 3. Trace the borders as arcs between junctions.
const edges = new Map(); // lattice point → its border edges
const link = (a, b, pair) => {
  for (const [from, to] of [
    [a, b],
    [b, a],
  ]) {
    if (!edges.has(from)) edges.set(from, []);
    edges.get(from).push({ to, pair });
  }
};
for (let row = 1; row < HEIGHT; row++)
  for (let col = 1; col < WIDTH; col++) {
    const at = row * WIDTH + col;
    const here = grid[at];
    const left = grid[at - 1];
    const up = grid[at - WIDTH];
    if (here !== left) link(at, at + WIDTH, [here, left]);
    if (here !== up) link(at, at + 1, [here, up]);
  }
const point = (at) => [(at % WIDTH) - 1, Math.floor(at / WIDTH) - 1];

function simplify(line) {
  if (line.length < 3) return line;
  const [ax, ay] = line[0];
  const [bx, by] = line[line.length - 1];
  const length = Math.hypot(bx - ax, by - ay);
  let [worst, split] = [-1, 0];
  for (let k = 1; k < line.length - 1; k++) {
    const [x, y] = line[k];
    const off = length ? Math.abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length : Math.hypot(x - ax, y - ay);
    if (off > worst) [worst, split] = [off, k];
  }
  if (worst <= TOLERANCE) return [line[0], line[line.length - 1]];
  return [...simplify(line.slice(0, split + 1)).slice(0, -1), ...simplify(line.slice(split))];
}

const arcs = [];
const seen = new Set();
const mark = (a, b) => (a < b ? `${a} ${b}` : `${b} ${a}`);
function walk(start, edge) {
  const line = [start];
  let [from, step] = [start, edge];
  for (;;) {
    seen.add(mark(from, step.to));
    line.push(step.to);
    const here = edges.get(step.to);
    if (step.to === start || here.length !== 2) break;
    const on = here[0].to === from ? here[1] : here[0];
    [from, step] = [step.to, on];
  }
  arcs.push({ pair: edge.pair, line: simplify(line.map(point)) });
}
for (const junctionsFirst of [true, false])
  for (const [at, out] of edges)
    if (!junctionsFirst || out.length !== 2) for (const edge of out) if (!seen.has(mark(at, edge.to))) walk(at, edge);

// 4. Join the arcs around a set of provinces to closed outlines, as short relative paths.
const between = (a, b) => `${b[0] - a[0]} ${b[1] - a[1]}`.replace(' -', '-');
const run = (line) =>
  `M${line[0].join(' ')}l${line
    .slice(1)
    .map((p, k) => between(line[k], p))
    .join(' ')
    .replaceAll(' -', '-')}`;
const dot = ([x, y]) => `M${x} ${y}h0`;
const same = (a, b) => a[0] === b[0] && a[1] === b[1];
function outline(members) {
  const inside = new Set(members.map((code) => codes.indexOf(code)));
  const open = arcs.filter((a) => inside.has(a.pair[0]) !== inside.has(a.pair[1])).map((a) => a.line);
  let path = '';
  while (open.length) {
    let line = open.pop();
    while (!same(line[0], line[line.length - 1])) {
      const end = line[line.length - 1];
      const k = open.findIndex((o) => same(o[0], end) || same(o[o.length - 1], end));
      const [next] = open.splice(k, 1);
      line = [...line, ...(same(next[0], end) ? next : [...next].reverse()).slice(1)];
    }
    if (line.length > 3) path += `${run(line.slice(0, -1))}z`;
  }
  return (
    path +
    members
      .flatMap((code) => dots[code] ?? [])
      .map(dot)
      .join('')
  );
}

const old = Object.values(CODE).sort();
const swallowed = new Set(Object.values(UNION).flat());
const today = [...old.filter((code) => !swallowed.has(code)), ...Object.keys(UNION)].sort();
const object = (entries) => entries.map(([code, path]) => `  '${code}': '${path}',`).join('\n');
writeFileSync(
  new URL('../src/ui/map/shapes.ts', import.meta.url),
  `// Written by scripts/map-shapes.mjs from @svg-maps/vietnam 2.0.0 by Stephen Truong, CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/);
// outlines simplified and united. Do not edit by hand. Code of a province → its outline; a dot stands for a small island.
export const WIDTH = ${812 * CELLS};
export const HEIGHT = ${873 * CELLS};
export const SHAPES_63: Record<string, string> = {
${object(old.map((code) => [code, outline([code])]))}
};
export const SHAPES_34: Record<string, string> = {
${object(today.map((code) => [code, outline(UNION[code] ?? [code])]))}
};
/** The two archipelagos stand on every map, in every size. */
export const HOANG_SA = '${isles.hoangsa.map(dot).join('')}';
export const TRUONG_SA = '${isles.truongsa.map(dot).join('')}';
`,
);
