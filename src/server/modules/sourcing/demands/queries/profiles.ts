// Entry checklists of chains: dated templates that each buyer edits; unverified points say so.
import { z } from 'zod';
import { readReference } from '#server/platform/root.ts';
import type { Lang } from '#shared/lang.ts';

const words = z.strictObject({ vi: z.string(), en: z.string() });
const File = z.strictObject({
  note: z.string(),
  asOf: z.string(),
  points: z.record(z.string(), words),
  profiles: z.record(
    z.string(),
    z.strictObject({ name: z.string(), points: z.array(z.string()), verified: z.array(z.string()), source: z.string().nullable() }),
  ),
});
export type Profile = {
  key: string;
  name: string;
  asOf: string;
  source: string | null;
  points: { key: string; text: Record<Lang, string>; verified: boolean }[];
};

let read: Profile[] | undefined;
/** The templates we ship, read once. */
export function listProfiles(): Profile[] {
  if (!read) {
    const file = File.parse(readReference('retail/profiles.json'));
    read = Object.entries(file.profiles).map(([key, p]) => ({
      key,
      name: p.name,
      asOf: file.asOf,
      source: p.source,
      points: p.points.map((point) => {
        const text = file.points[point];
        if (!text) throw new Error(`retail profile ${key}: no point ${point}`);
        return { key: point, text, verified: p.verified.includes(point) };
      }),
    }));
  }
  return read;
}
/** One template by its key. */
export const profileOf = (key: string): Profile | undefined => listProfiles().find((p) => p.key === key);
