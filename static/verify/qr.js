// Reads one QR code from a picture (ISO/IEC 18004, versions 1 to 14: all codes that labels carry), for browsers that cannot do it themselves.

/** Codewords of error correction in a block, and blocks, by level L, M, Q, H and version. */
const EC = [
  [7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30],
  [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24],
  [13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20],
  [17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24],
];
const BLOCKS = [
  [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4],
  [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9],
  [1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16],
  [1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16],
];
const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
const MASKS = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** The field of 256 elements with x^8 + x^4 + x^3 + x^2 + 1. */
const EXP = new Uint8Array(512);
const LOG = new Uint8Array(256);
for (let i = 0, x = 1; i < 255; i++) {
  EXP[i] = EXP[i + 255] = x;
  LOG[x] = i;
  x = (x << 1) ^ (x & 128 ? 0x11d : 0);
}
const times = (a, b) => (a && b ? EXP[LOG[a] + LOG[b]] : 0);
const over = (a, b) => (a ? EXP[LOG[a] + 255 - LOG[b]] : 0);
/** A polynomial with its constant first, at a point. */
const at = (poly, x) => poly.reduceRight((sum, c) => times(sum, x) ^ c, 0);

/** Mends a block in place (Berlekamp and Massey, Chien, Forney); false when it holds too many errors. */
function mend(block, count) {
  const whole = [...block].reverse();
  const syndromes = Array.from({ length: count }, (_, i) => at(whole, EXP[i]));
  if (syndromes.every((s) => s === 0)) return true;
  let [locator, before, length, gap, last] = [[1], [1], 0, 1, 1];
  for (let n = 0; n < count; n++) {
    let wrong = syndromes[n];
    for (let i = 1; i <= length; i++) wrong ^= times(locator[i] ?? 0, syndromes[n - i]);
    if (wrong === 0) {
      gap++;
      continue;
    }
    const kept = [...locator];
    const by = over(wrong, last);
    before.forEach((c, i) => {
      locator[i + gap] = (locator[i + gap] ?? 0) ^ times(by, c);
    });
    locator = Array.from(locator, (c) => c ?? 0);
    if (2 * length <= n) [length, before, last, gap] = [n + 1 - length, kept, wrong, 1];
    else gap++;
  }
  if (2 * length > count) return false;
  const value = Array.from({ length: count }, (_, k) =>
    locator.reduce((sum, c, i) => (i <= k ? sum ^ times(c, syndromes[k - i]) : sum), 0),
  );
  let found = 0;
  for (let place = 0; place < block.length; place++) {
    const root = EXP[(255 - place) % 255];
    if (at(locator, root) !== 0) continue;
    const slope = locator.reduce((sum, c, i) => (i % 2 ? sum ^ times(c, EXP[(LOG[root] * (i - 1)) % 255]) : sum), 0);
    if (slope === 0) return false;
    block[block.length - 1 - place] ^= times(over(at(value, root), slope), EXP[place]);
    found++;
  }
  return found === length;
}

/** What a module is when it holds no data: finder, timing, alignment, format, version. */
function fixed(version, size) {
  const mark = Array.from({ length: size }, () => new Uint8Array(size));
  const fill = (x, y, w, h) => {
    for (let j = y; j < y + h; j++) for (let i = x; i < x + w; i++) mark[j][i] = 1;
  };
  fill(0, 0, 9, 9);
  fill(size - 8, 0, 8, 9);
  fill(0, size - 8, 9, 8);
  fill(6, 0, 1, size);
  fill(0, 6, size, 1);
  const places = centres(version, size);
  for (const y of places)
    for (const x of places) if (!((x === 6 && y === 6) || (x === 6 && y > size - 9) || (y === 6 && x > size - 9))) fill(x - 2, y - 2, 5, 5);
  if (version >= 7) {
    fill(size - 11, 0, 3, 6);
    fill(0, size - 11, 6, 3);
  }
  return mark;
}

/** Where alignment patterns stand. */
function centres(version, size) {
  if (version === 1) return [];
  const n = Math.floor(version / 7) + 2;
  const step = Math.ceil((size - 13) / (2 * n - 2)) * 2;
  return [6, ...Array.from({ length: n - 1 }, (_, i) => size - 7 - (n - 2 - i) * step)];
}

/** Level and mask from the better of the two copies; undefined when both are off. */
function formatOf(dark, size) {
  const bits = (places) => places.reduce((sum, [x, y]) => (sum << 1) | dark(x, y), 0);
  const range = (n, f) => Array.from({ length: n }, (_, i) => f(i));
  const first = bits([...range(6, (i) => [i, 8]), [7, 8], [8, 8], [8, 7], ...range(6, (i) => [8, 5 - i])]);
  const second = bits([...range(7, (i) => [8, size - 1 - i]), ...range(8, (i) => [size - 8 + i, 8])]);
  let best = [4];
  for (let data = 0; data < 32; data++) {
    let rest = data << 10;
    for (let i = 14; i >= 10; i--) if ((rest >> i) & 1) rest ^= 0x537 << (i - 10);
    const code = ((data << 10) | rest) ^ 0x5412;
    for (const seen of [first, second]) {
      const off = (code ^ seen).toString(2).replaceAll('0', '').length;
      if (off < best[0]) best = [off, data];
    }
  }
  return best.length > 1 ? { level: [1, 0, 3, 2][best[1] >> 3], mask: best[1] & 7 } : undefined;
}

/** The text of data codewords: digits, letters, bytes. */
function textOf(bytes, version) {
  let place = 0;
  const take = (n) => {
    let value = 0;
    for (let i = 0; i < n; i++, place++) value = (value << 1) | ((bytes[place >> 3] >> (7 - (place & 7))) & 1);
    return value;
  };
  const wide = version > 9 ? 1 : 0;
  let text = '';
  while (bytes.length * 8 - place >= 4) {
    const mode = take(4);
    if (mode === 0) return text;
    if (mode === 7) take(8);
    else if (mode === 1) {
      for (let n = take([10, 12][wide]); n > 0; n -= 3) text += String(take([0, 4, 7, 10][Math.min(n, 3)])).padStart(Math.min(n, 3), '0');
    } else if (mode === 2) {
      let n = take([9, 11][wide]);
      for (; n > 1; n -= 2) {
        const two = take(11);
        text += LETTERS[Math.floor(two / 45)] + LETTERS[two % 45];
      }
      if (n) text += LETTERS[take(6)];
    } else if (mode === 4) {
      const n = take([8, 16][wide]);
      text += new TextDecoder().decode(Uint8Array.from({ length: n }, () => take(8)));
    } else return undefined;
  }
  return text;
}

/** The text of a square of modules; `dark(x, y)` is 1 or 0. */
export function decode(dark, size) {
  const version = (size - 17) / 4;
  const format = formatOf(dark, size);
  if (!format || version > EC[0].length) return undefined;
  const taken = fixed(version, size);
  const mask = MASKS[format.mask];
  const words = [];
  let [held, n] = [0, 0];
  for (let right = size - 1, up = true; right > 0; right -= 2, up = !up) {
    if (right === 6) right--;
    for (let i = 0; i < size; i++) {
      const y = up ? size - 1 - i : i;
      for (const x of [right, right - 1]) {
        if (taken[y][x]) continue;
        held = (held << 1) | (dark(x, y) ^ (mask(x, y) ? 1 : 0));
        if (++n === 8) {
          words.push(held);
          [held, n] = [0, 0];
        }
      }
    }
  }
  const [ec, count] = [EC[format.level][version - 1], BLOCKS[format.level][version - 1]];
  const short = Math.floor(words.length / count) - ec;
  const shorter = count - (words.length % count);
  const blocks = Array.from({ length: count }, () => []);
  let next = 0;
  for (let i = 0; i <= short; i++) for (const b of i < short ? blocks : blocks.slice(shorter)) b.push(words[next++]);
  for (let i = 0; i < ec; i++) for (const b of blocks) b.push(words[next++]);
  if (!blocks.every((b) => mend(b, ec))) return undefined;
  return textOf(
    blocks.flatMap((b) => b.slice(0, b.length - ec)),
    version,
  );
}

/** Dark or light by the mean of the surroundings, an eighth of the picture wide. */
function binary({ data, width, height }) {
  const sums = new Uint32Array((width + 1) * (height + 1));
  const grey = new Uint8Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++, i++) {
      grey[i] = (data[4 * i] * 77 + data[4 * i + 1] * 151 + data[4 * i + 2] * 28) >> 8;
      row += grey[i];
      sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + row;
    }
  }
  const half = Math.max(Math.min(width, height) >> 4, 8);
  const dark = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const [top, bottom] = [Math.max(y - half, 0), Math.min(y + half, height)];
    for (let x = 0; x < width; x++) {
      const [left, right] = [Math.max(x - half, 0), Math.min(x + half, width)];
      const sum =
        sums[bottom * (width + 1) + right] -
        sums[top * (width + 1) + right] -
        sums[bottom * (width + 1) + left] +
        sums[top * (width + 1) + left];
      dark[y * width + x] = grey[y * width + x] * (bottom - top) * (right - left) < sum * 0.92 ? 1 : 0;
    }
  }
  return dark;
}

/** Do five runs stand as 1 : 1 : 3 : 1 : 1? */
function isFinder(runs) {
  const unit = runs.reduce((a, b) => a + b, 0) / 7;
  return unit >= 1 && runs.every((run, i) => Math.abs(run - (i === 2 ? 3 : 1) * unit) < (i === 2 ? 1.5 : 0.75) * unit);
}

/** The middle and length of the finder's cross-section through a dark point; undefined when it is none. */
function across(dark, width, height, x, y, dx, dy) {
  const is = (i) => {
    const [px, py] = [x + i * dx, y + i * dy];
    return px >= 0 && py >= 0 && px < width && py < height ? dark[py * width + px] : -1;
  };
  const ends = [0, 0];
  const runs = [0, 0, 0, 0, 0];
  for (const [side, step] of [
    [0, -1],
    [1, 1],
  ]) {
    let i = side;
    for (const [k, colour] of [1, 0, 1].entries())
      for (; is(i * step) === colour; i++) {
        runs[2 + step * k]++;
        if (k === 0) ends[side] = i;
      }
  }
  return isFinder(runs) ? { shift: (ends[1] - ends[0]) / 2, size: runs.reduce((a, b) => a + b, 0) / 7 } : undefined;
}

/** Centres of finder patterns, those seen on most lines first. */
function finders(dark, width, height) {
  const found = [];
  for (let y = 0; y < height; y += 2) {
    let runs = [0, 0, 0, 0, 0];
    let colour = 0;
    for (let x = 0; x <= width; x++) {
      const now = x < width ? dark[y * width + x] : 1 - colour;
      if (now === colour) {
        runs[4]++;
        continue;
      }
      if (colour === 1 && isFinder(runs)) {
        const cx = Math.floor(x - runs[4] - runs[3] - runs[2] / 2);
        const down = across(dark, width, height, cx, y, 0, 1);
        const cy = down && Math.round(y + down.shift);
        const level = down && across(dark, width, height, cx, cy, 1, 0);
        if (level) {
          const [px, py, size] = [cx + level.shift + 0.5, y + down.shift + 0.5, (level.size + down.size) / 2];
          const same = found.find((f) => Math.hypot(f.x - px, f.y - py) < 3 * size);
          if (same) same.seen++;
          else found.push({ x: px, y: py, size, seen: 1 });
        }
      }
      runs = [...runs.slice(1), 1];
      colour = now;
    }
  }
  return found.sort((a, b) => b.seen - a.seen).slice(0, 24);
}

/** Threes that stand at a right angle with legs alike, the best first: corner, right, below. */
function corners(found) {
  const threes = [];
  for (const a of found)
    for (const b of found)
      for (const c of found) {
        if (a === b || a === c || b === c) continue;
        const [ux, uy, vx, vy] = [b.x - a.x, b.y - a.y, c.x - a.x, c.y - a.y];
        const [u, v] = [Math.hypot(ux, uy), Math.hypot(vx, vy)];
        if (ux * vy - uy * vx <= 0) continue;
        const sizes = [a.size, b.size, c.size];
        const unlike =
          Math.max(...sizes) / Math.min(...sizes) - 1 + Math.abs(u - v) / Math.max(u, v) + Math.abs(ux * vx + uy * vy) / (u * v);
        // cross-sections along the picture's axes are longer than the modules of a turned code
        const size = (((a.size + b.size + c.size) / 3) * Math.max(Math.abs(ux), Math.abs(uy))) / u;
        if (unlike < 0.8) threes.push({ a, b, c, unlike: unlike + (u + v) / 1e5, length: (u + v) / 2 / size });
      }
  return threes.sort((p, q) => p.unlike - q.unlike).slice(0, 40);
}

/** The map of the unit square onto four points (corner, right, opposite, below). */
function onto([p0, p1, p2, p3]) {
  const [dx, dy] = [p0.x - p1.x + p2.x - p3.x, p0.y - p1.y + p2.y - p3.y];
  const [ax, ay, bx, by] = [p1.x - p2.x, p1.y - p2.y, p3.x - p2.x, p3.y - p2.y];
  const det = ax * by - bx * ay;
  const [g, h] = [(dx * by - bx * dy) / det, (ax * dy - dx * ay) / det];
  const [a, b, d, e] = [p1.x - p0.x + g * p1.x, p3.x - p0.x + h * p3.x, p1.y - p0.y + g * p1.y, p3.y - p0.y + h * p3.y];
  return (u, v) => {
    const w = g * u + h * v + 1;
    return [(a * u + b * v + p0.x) / w, (d * u + e * v + p0.y) / w];
  };
}

/** The last alignment pattern near where it should stand: the place where most of its 25 modules fit. */
function alignment(is, guess, u, v) {
  let best = { fit: 20, x: 0, y: 0, n: 0 };
  const reach = Math.ceil(4 * Math.max(Math.hypot(...u), Math.hypot(...v)));
  for (let dy = -reach; dy <= reach; dy++)
    for (let dx = -reach; dx <= reach; dx++) {
      const [x, y] = [guess.x + dx, guess.y + dy];
      let fit = 0;
      for (let j = -2; j <= 2; j++)
        for (let i = -2; i <= 2; i++)
          fit += is(x + i * u[0] + j * v[0], y + i * u[1] + j * v[1]) === (Math.max(Math.abs(i), Math.abs(j)) !== 1 ? 1 : 0);
      if (fit > best.fit) best = { fit, x, y, n: 1 };
      else if (fit === best.fit && Math.hypot(x - best.x / best.n, y - best.y / best.n) < Math.hypot(...u) * 1.5)
        best = { fit, x: best.x + x, y: best.y + y, n: best.n + 1 };
    }
  return best.n ? { x: best.x / best.n, y: best.y / best.n } : undefined;
}

function readAt(is, { a, b, c }, size) {
  const span = size - 7;
  const u = [(b.x - a.x) / span, (b.y - a.y) / span];
  const v = [(c.x - a.x) / span, (c.y - a.y) / span];
  const opposite = { x: b.x + c.x - a.x, y: b.y + c.y - a.y };
  const guess = { x: opposite.x - 3 * (u[0] + v[0]), y: opposite.y - 3 * (u[1] + v[1]) };
  const seen = size > 21 ? alignment(is, guess, u, v) : undefined;
  for (const far of seen ? [seen, guess] : [guess]) {
    // the fourth point lies three modules inside the square of the finders: what is sought is the map that sends it there
    const inner = 1 - 3 / span;
    const square = fourth(a, b, c, far, inner);
    const map = onto([a, b, square, c]);
    const dark = (x, y) => {
      const [px, py] = map((x - 3) / span, (y - 3) / span);
      return is(px, py);
    };
    const text = decode(dark, size);
    if (text !== undefined && text !== '') return text;
  }
  return undefined;
}

/** The corner opposite to `a` of the square whose point (inner, inner) is seen at `far`: by halving towards it a few times. */
function fourth(a, b, c, far, inner) {
  const q = { x: b.x + c.x - a.x, y: b.y + c.y - a.y };
  for (let i = 0; i < 12; i++) {
    const [x, y] = onto([a, b, q, c])(inner, inner);
    q.x += (far.x - x) / inner;
    q.y += (far.y - y) / inner;
  }
  return q;
}

/** The text of a QR code in a picture ({ data: RGBA, width, height }); undefined when none is read. */
export function readQr(picture) {
  const { width, height } = picture;
  const dark = binary(picture);
  const is = (x, y) => {
    const [px, py] = [Math.floor(x), Math.floor(y)];
    return px >= 0 && py >= 0 && px < width && py < height ? dark[py * width + px] : 0;
  };
  for (const three of corners(finders(dark, width, height))) {
    const near = Math.round((three.length + 7 - 17) / 4);
    for (const version of [near, near + 1, near - 1]) {
      if (version < 1 || version > EC[0].length) continue;
      const text = readAt(is, three, 17 + 4 * version);
      if (text !== undefined) return text;
    }
  }
  return undefined;
}
