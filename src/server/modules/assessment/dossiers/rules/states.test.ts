import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { ROLES, VERBS, verbsOf } from '#server/modules/identity/index.ts';
import { ROOT } from '#server/platform/root.ts';
import { KIND_NAMES, MOVE_NAMES, STATE_NAMES } from '#shared/messages/dossiers.ts';
import { KINDS } from '../../rules/ruleset-on.ts';
import { statesPage } from './diagram.ts';
import { FINAL, MOVES, STATES, STEPS, stepsFrom } from './states.ts';

it('gives every move a right that exists and a role that holds it, every state and move a name', () => {
  const held = new Set(
    ROLES.flatMap((role) =>
      verbsOf({
        id: '',
        role,
        unit: 'VN',
        organisation: null,
        producers: [],
        from: '',
        until: null,
        revoked: false,
        verbs: null,
        source: null,
        basis: '',
      }),
    ),
  );
  for (const s of STEPS) {
    expect(VERBS).toContain(s.verb);
    expect(held, s.verb).toContain(s.verb);
    expect(s.article).toMatch(/^Điều \d/);
  }
  expect(Object.keys(STATE_NAMES).sort()).toEqual([...STATES].sort());
  expect(Object.keys(MOVE_NAMES).sort()).toEqual([...MOVES].sort());
  expect(Object.keys(KIND_NAMES)).toEqual([...KINDS]);
  expect(new Set(STEPS.map((s) => s.move))).toEqual(new Set(MOVES));
});

it('asks the same right for a move from a state, whichever way it ends', () => {
  for (const state of STATES)
    for (const move of MOVES) expect(new Set(stepsFrom(state, move).map((s) => `${s.verb} ${s.at}`)).size).toBeLessThanOrEqual(1);
});

it('has no dead end: every state is reached from a draft, and from everywhere an end is reached', () => {
  const reach = (from: string) => {
    const seen = new Set([from]);
    for (const at of seen) for (const s of STEPS) if (s.from === at) seen.add(s.to);
    return seen;
  };
  expect(reach('draft')).toEqual(new Set(STATES));
  for (const state of STATES)
    expect(
      [...reach(state)].some((s) => (FINAL as readonly string[]).includes(s)),
      state,
    ).toBe(true);
  for (const state of FINAL) expect(stepsFrom(state)).toEqual([]);
});

it('lets nobody reach a star without the commune, the advisers and a council, however they walk', () => {
  const order = ['submit', 'receive', 'send_to_province', 'accept', 'pass_to_advisers', 'open_council', 'decide'];
  // every state with how much of the order has been walked in turn
  const seen = new Set(['draft 0']);
  for (const place of seen) {
    const [at, done] = place.split(' ') as [string, string];
    for (const s of STEPS) if (s.from === at) seen.add(`${s.to} ${Number(done) + (s.move === order[Number(done)] ? 1 : 0)}`);
  }
  expect([...seen].filter((place) => place.startsWith('decided '))).toEqual([`decided ${order.length}`]);
});

it('is drawn in docs/states/dossier.md as it is (UPDATE_DOCS=1 writes it)', () => {
  const file = path.join(ROOT, 'docs/states/dossier.md');
  if (process.env.UPDATE_DOCS === '1') writeFileSync(file, statesPage());
  expect(readFileSync(file, 'utf8')).toBe(statesPage());
});
