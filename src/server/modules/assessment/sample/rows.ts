// The rows of the sample dossiers: the same shapes, scores and conclusions as the commands make.
import { createHash } from 'node:crypto';
import type { Insertable } from 'kysely';
import type { ProductFacts } from '#server/modules/registry/index.ts';
import type { Tables } from '#server/platform/db.ts';
import { addDays } from '#shared/dates.ts';
import { idFrom } from '#shared/ids.ts';
import { verdictOf } from '../certificates/outcome.ts';
import { conclude, DEFAULT_SETTINGS, type MemberSheet, printedTotal } from '../councils/rules/conclude.ts';
import { HOLIDAYS } from '../dossiers/holidays.ts';
import { dueOn } from '../dossiers/rules/clocks.ts';
import { gaussian, seeded } from '../grading/rules/random.ts';
import type { Kind } from '../rules/ruleset-on.ts';
import { findRuleset } from '../rulesets/known.ts';
import type { SamplePaper } from './papers.ts';
import { type Planned, wayTo } from './plan.ts';
import { RULESET, scoreOf, sheetNear } from './sheets.ts';
import '../tables.ts';

type Row<T extends keyof Tables> = Insertable<Tables[T]>;
export type SampleRows = {
  [T in
    | 'dossier'
    | 'dossier_version'
    | 'dossier_move'
    | 'evidence'
    | 'dossier_evidence'
    | 'commune_report'
    | 'advisory_report'
    | 'council'
    | 'council_member'
    | 'round'
    | 'hearing'
    | 'score_sheet'
    | 'second_difference'
    | 'decision']: Row<`assessment.${T}`>[];
};
export type Seat = { account: string; name: string; chair: boolean; second: boolean; lean: number };
export type Panel = { id: string; seats: Seat[] };
export type Maker = { today: string; rows: SampleRows; papers: readonly SamplePaper[]; nameOf: (role: string, unit: string) => string };

export const sampleId = (text: string) => idFrom(createHash('sha256').update(`dossier ${text}`).digest().readUIntBE(0, 6) % 2 ** 35);
const at = (day: string, hour = 9) => new Date(`${day}T${String(hour).padStart(2, '0')}:00:00+07:00`);

/** In the order of their keys. */
export const emptyRows = (): SampleRows => ({
  round: [],
  dossier: [],
  dossier_version: [],
  dossier_move: [],
  evidence: [],
  dossier_evidence: [],
  commune_report: [],
  advisory_report: [],
  council: [],
  council_member: [],
  hearing: [],
  score_sheet: [],
  second_difference: [],
  decision: [],
});

type Dossier = {
  facts: ProductFacts;
  plan: Pick<Planned, 'state' | 'points' | 'reported'> & { kind: Kind };
  since: string;
  round: string | null;
};

type Hanging = { dossier: string; producer: string; criteria: readonly string[]; day: string };

/** One sample paper for each criterion that needs one; a producer has each paper once, as in its vault. */
function hangPapers(rows: SampleRows, papers: readonly SamplePaper[], { dossier, producer, criteria, day }: Hanging) {
  return criteria.flatMap((criterion, i) => {
    const paper = papers[i % papers.length];
    if (!paper) return [];
    const { name, kind, type, sha256, bytes } = paper;
    const size = bytes.byteLength;
    const evidence = sampleId(`${producer} ${name}`);
    if (!rows.evidence.some((e) => e.id === evidence))
      rows.evidence.push({
        id: evidence,
        producer_id: producer,
        sha256,
        size,
        type,
        name,
        kind,
        paper_id: evidence,
        version: 1,
        expires_on: null,
        uploaded_at: at(day, 7),
        uploaded_by: 'sample',
      });
    rows.dossier_evidence.push({ dossier_id: dossier, criterion, evidence_id: evidence });
    return [{ criterion, name, sha256, size, type, kind, expiresOn: null }];
  });
}

/** A dossier with its version, its way and the reports on it. Its id names the product: the same sample each time. */
export function addDossier({ rows, nameOf, papers }: Maker, { facts, plan, since, round }: Dossier): string {
  const id = sampleId(`${facts.id} ${plan.state}`);
  const set = facts.set ?? 1;
  const answers = sheetNear(set, plan.points, seeded(facts.id.charCodeAt(3) * 31 + facts.id.charCodeAt(5)));
  const score = scoreOf(set, answers);
  const details = {
    representative: 'Đại diện chủ thể (dữ liệu mẫu)',
    phone: '0900000000',
    address: facts.written.address ?? 'Địa chỉ mẫu',
    specification: 'Quy cách mẫu',
    results: 'Kết quả sản xuất, kinh doanh mẫu',
    changes: 'Thay đổi mẫu so với lần công nhận trước',
    plan: 'Kế hoạch mẫu',
    pledge: '1',
  };
  const way = wayTo(plan.state, plan.reported);
  const dayOfStep = (i: number) => addDays(since, -3 * (way.length - 1 - i));
  const commune = facts.place.communeCode ?? '';
  const province = facts.place.provinceCode;
  const fullOn = way.findIndex((s) => s.move === 'pass_to_advisers');
  const full = fullOn < 0 ? null : dayOfStep(fullOn);
  rows.dossier.push({
    id,
    kind: plan.kind,
    state: plan.state,
    row_version: way.length + 1,
    version: plan.state === 'draft' ? 0 : 1,
    producer_id: facts.producer.id,
    producer_name: facts.producer.name,
    product_id: facts.id,
    product_name: facts.name,
    commune_code: commune,
    province_code: province,
    ruleset: RULESET,
    set_no: set,
    answers: JSON.stringify(answers),
    details: JSON.stringify(details),
    total: score.total,
    star: score.star,
    since,
    due_on: dueOn(plan.state, since, { kind: plan.kind, fullOn: full }, HOLIDAYS),
    full_on: full,
    late_reason: null,
    outcome: null,
    round_id: way.some((s) => s.move === 'accept') ? round : null,
    central_round_id: null,
    sample: true,
    created_at: at(dayOfStep(0), 8),
    created_by: 'sample',
    updated_at: at(since),
  });
  const sentOn = dayOfStep(0);
  const gates = score.gates.filter((g) => g.met && g.star <= score.star && g.needPoints > 0).map((g) => g.criterion);
  const hung = hangPapers(rows, papers, { dossier: id, producer: facts.producer.id, criteria: [...new Set(gates)], day: sentOn });
  if (plan.state === 'draft') return id;
  const body = JSON.stringify({
    kind: plan.kind,
    producer: facts.producer,
    product: { id: facts.id, name: facts.name },
    place: { commune, province },
    ruleset: RULESET,
    set,
    details,
    answers,
    notApplicable: {},
    score: { total: score.total, star: score.star },
    papers: hung,
    lateReason: null,
    sample: true,
  });
  rows.dossier_version.push({
    dossier_id: id,
    version: 1,
    body,
    sha256: createHash('sha256').update(body).digest(),
    submitted_at: at(dayOfStep(0)),
    submitted_by: 'sample',
  });
  way.forEach((s, i) => {
    const national = s.role.startsWith('central') || s.role.startsWith('mini');
    rows.dossier_move.push({
      dossier_id: id,
      no: i + 1,
      move: s.move,
      from_state: s.from,
      to_state: s.to,
      at: at(dayOfStep(i)),
      actor_id: 'sample',
      actor_name: nameOf(s.role, national ? 'VN' : s.role === 'commune_officer' ? commune : province),
      note: s.move === 'return' ? 'Bổ sung giấy chứng nhận an toàn thực phẩm (dữ liệu mẫu)' : null,
    });
    if (s.move === 'report_local')
      rows.commune_report.push({
        dossier_id: id,
        version: 1,
        materials: 'Nguyên liệu thu mua trong xã (mẫu)',
        labour: 'Lao động tại địa phương (mẫu)',
        idea: 'Ý tưởng của chủ thể (mẫu)',
        identity: 'Gắn với nghề của địa phương (mẫu)',
        letter_no: way.some((w) => w.move === 'send_to_province') ? '01/TTr-UBND' : null,
        met_on: null,
        reported_at: at(dayOfStep(i)),
        reported_by: 'sample',
      });
    if (s.move === 'report_advisory')
      rows.advisory_report.push({
        id: sampleId(`${id} report ${i}`),
        dossier_id: id,
        level: national ? 'nation' : 'province',
        summary: 'Hồ sơ khớp với thực tế (dữ liệu mẫu)',
        surveyed_on: national ? null : dayOfStep(i),
        survey: null,
        extra_tests: null,
        reported_at: at(dayOfStep(i)),
        reported_by: 'sample',
      });
  });
  return id;
}

type Heard = {
  dossier: string;
  set: number;
  points: number;
  panel: Panel;
  day: string;
  close: boolean;
  second?: boolean;
  drawn?: boolean;
  some?: number;
};

/** A hearing with its members' sheets: each near the dossier's quality, moved by the member's own lean and by chance. */
export function addHearing({ rows }: Maker, { dossier, set, points, panel, day, close, second = false, drawn = false, some }: Heard) {
  const id = sampleId(`${dossier} ${panel.id} ${second}`);
  const first = second ? sampleId(`${dossier} ${panel.id} false`) : null;
  const next = seeded(createHash('sha256').update(id).digest().readUInt32BE(0));
  const normal = gaussian(next);
  const seats = panel.seats.filter((s) => s.second === second);
  const sheets = seats.slice(0, some).map((s) => {
    const answers = sheetNear(set, Math.max(20, Math.min(98, points + s.lean + 1.6 * normal())), next);
    return { seat: s, answers, score: scoreOf(set, answers) };
  });
  const given: MemberSheet[] = sheets.map((s) => ({ account: s.seat.account, chair: s.seat.chair, score: s.score }));
  const settings = second ? { ...DEFAULT_SETTINGS, chairNeeded: false, spread: null } : DEFAULT_SETTINGS;
  const bands = findRuleset(RULESET)?.sheets.get(set)?.bands ?? [];
  const found = close ? conclude(given, seats.length, settings, bands) : undefined;
  const result = found?.kind === 'concluded' ? found.result : undefined;
  if (close && !result) return undefined;
  rows.hearing.push({
    id,
    dossier_id: dossier,
    council_id: panel.id,
    version: 1,
    mode: second ? 'written' : 'meeting',
    state: result ? 'closed' : 'scoring',
    second_of: first,
    draw: drawn ? JSON.stringify({ value: 0, share: DEFAULT_SETTINGS.secondShare }) : null,
    meets_on: day,
    closed_on: result ? day : null,
    result: result ? JSON.stringify(result) : null,
    created_at: at(day, second ? 8 : 7),
  });
  for (const s of sheets)
    rows.score_sheet.push({
      hearing_id: id,
      round: 1,
      account: s.seat.account,
      answers: JSON.stringify(s.answers),
      not_applicable: '{}',
      knockouts: '[]',
      note: null,
      total: s.score.total,
      star: s.score.star,
      score: JSON.stringify(s.score),
      submitted_at: at(day, 10),
    });
  return { id, result };
}

/** A recognition of the register gets the dossier, the hearing and the certificate it came from; undefined where the scores do not agree. */
export function addPast(maker: Maker, facts: ProductFacts, panel: Panel, round: string | null, second: boolean): boolean {
  const { rows } = maker;
  const term = facts.recognitions.at(-1);
  if (!term?.score || !term.decisionNo || !term.decidedOn || !term.issuer || !facts.set) return false;
  const day = addDays(term.decidedOn, -4);
  const marks = Object.fromEntries(Object.entries(rows).map(([k, list]) => [k, list.length]));
  const undo = () => {
    for (const [k, n] of Object.entries(marks)) rows[k as keyof SampleRows].length = n;
    return false;
  };
  const plan = { state: 'decided' as const, points: term.score, reported: true, kind: 'first' as const };
  const dossier = addDossier(maker, { facts, plan, since: term.decidedOn, round });
  const heard = addHearing(maker, { dossier, set: facts.set, points: term.score, panel, day, close: true, drawn: second });
  const verdict = heard?.result && verdictOf({ state: 'council', kind: 'first', star: heard.result.star, currentStar: undefined });
  if (!heard?.result || verdict?.to !== 'decided' || verdict.grant?.star !== term.star) return undo();
  const own = rows.dossier[marks.dossier ?? 0];
  if (own) Object.assign(own, { outcome: verdict.outcome });
  const decision = sampleId(`${dossier} decision`);
  rows.decision.push({
    id: decision,
    dossier_id: dossier,
    hearing_id: heard.id,
    level: 'province',
    outcome: verdict.outcome,
    decision_no: term.decisionNo,
    issuer: term.issuer,
    decided_on: term.decidedOn,
    total: printedTotal(heard.result.total),
    recorded_at: at(term.decidedOn),
    recorded_by: 'sample',
  });
  if (second) {
    const again = addHearing(maker, { dossier, set: facts.set, points: term.score, panel, day, close: true, second: true });
    if (again?.result)
      rows.second_difference.push({
        hearing_id: heard.id,
        second_id: again.id,
        first_total: heard.result.total,
        second_total: again.result.total,
        first_star: heard.result.star,
        second_star: again.result.star,
        bound: DEFAULT_SETTINGS.secondLimit,
        found_at: at(day, 17),
      });
  }
  return true;
}
