// Which dossiers are scored a second time: drawn by the council's seed, so that nobody chooses and everybody can check afterwards.
import { createHash } from 'node:crypto';

/** `value` in [0, 1); drawn when it lies under `share`. */
export type Draw = { value: number; share: number };

export function drawFor(seed: string, dossier: string, share: number): Draw {
  const bits = createHash('sha256').update(`${seed}:${dossier}`).digest().readUIntBE(0, 6);
  return { value: bits / 2 ** 48, share };
}

export const isDrawn = ({ value, share }: Draw): boolean => value < share;

/** What is put on record when a council is set up: shows later that the seed was not chosen afterwards. */
export const commitment = (seed: string): string => createHash('sha256').update(seed).digest('hex');
