// A ZIP archive in memory: deflated entries with UTF-8 names (APPNOTE 6.3.9), no encryption, no ZIP64.
import { crc32, deflateRawSync } from 'node:zlib';

export type Entry = { name: string; data: Uint8Array };

/** MS-DOS date and time of an instant at Hà Nội's clock. */
function dosTime(at: Date): { day: number; time: number } {
  const t = new Date(at.getTime() + 7 * 3_600_000);
  const day = (Math.max(t.getUTCFullYear() - 1980, 0) << 9) | ((t.getUTCMonth() + 1) << 5) | t.getUTCDate();
  return { day, time: (t.getUTCHours() << 11) | (t.getUTCMinutes() << 5) | (t.getUTCSeconds() >> 1) };
}

/** The archive of some files, in their order. */
export function zip(entries: readonly Entry[], at: Date): Uint8Array {
  const { day, time } = dosTime(at);
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, data } of entries) {
    const bytes = Buffer.from(name, 'utf8');
    const packed = deflateRawSync(data);
    // version 2.0, UTF-8 names, deflate, time, day, checksum, sizes, length of the name, no extra field
    const common = Buffer.alloc(26);
    for (const [i, n] of [20, 0x0800, 8, time, day].entries()) common.writeUInt16LE(n, i * 2);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(bytes.length, 22);
    files.push(Buffer.from('PK\x03\x04', 'latin1'), common, bytes, packed);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, place, bytes);
    offset += 4 + common.length + bytes.length + packed.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return new Uint8Array(Buffer.concat([...files, list, end]));
}
