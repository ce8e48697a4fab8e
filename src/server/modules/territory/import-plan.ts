// What an import of official lists changes: pure, so that the same lists plan nothing the second time.
import { type Files, fault, type RowFault } from './import-files.ts';
import { type ByCode, CommunesNow, type Known, knownUnits, marksKey, type Plan, withKind } from './import-ground.ts';
import { planSuccessions } from './import-successions.ts';
import { LAST_THREE_TIERS, TWO_TIERS, type UnitRow, unitRow } from './reference.ts';
import type { Level } from './tables.ts';
import { isOld, sameMarks } from './territory.ts';
import type { Unit } from './unit.ts';

const SOURCE = 'official list';

/** The steps stand in the order of the levels: a list leans on those above it, the successions on all. */
export function planImport(current: readonly Unit[], files: Files): Plan {
  const plan: Plan = { inserts: [], updates: [], unchanged: 0, districtCodes: [], pairs: [], centres: [], rejected: [], warnings: [] };
  const known = knownUnits(current);
  planProvinces(plan, known, files);
  const communesNow = planCommunesNow(plan, known, files);
  const districts = planDistricts(plan, known, files);
  const communesThen = planCommunesThen(plan, known, files, districts);
  planSuccessions(plan, known, files, communesNow, communesThen);
  planCentres(plan, known, files, communesNow);
  return plan;
}

/** Sets one unit to what the list says; a spelling that differs only by tone placement or apostrophe stays ours. */
function setUnit(plan: Plan, known: Unit | undefined, row: UnitRow): void {
  if (!known) {
    plan.inserts.push(row);
    return;
  }
  const sameName = sameMarks(known.fullName, row.full_name);
  if (sameName && known.code === row.code && known.provinceCode === row.province_code && known.districtCode === row.district_code) {
    plan.unchanged++;
    return;
  }
  const { code, name, full_name, kind, parent_code, district_code, province_code, folded } = row;
  const named = sameName
    ? { name: known.name, full_name: known.fullName, kind: known.kind, folded: known.folded }
    : { name, full_name, kind, folded };
  plan.updates.push({ id: known.id, code, ...named, parent_code, district_code, province_code });
}

/** A unit of the time of districts. */
const oldUnit = (level: Level, r: { code: string; full_name: string }, place: { province: string; district?: string }): UnitRow =>
  unitRow(level, r.code, r.full_name, place, null, LAST_THREE_TIERS, SOURCE);

function planProvinces(plan: Plan, { now, before }: Known, files: Files): void {
  const listed = files['provinces_2026.csv'];
  for (const r of listed) {
    const known = now.province.get(r.code);
    const since = known ? known.validFrom : TWO_TIERS;
    setUnit(plan, known, unitRow('province', r.code, r.full_name, { province: r.code }, since, null, SOURCE));
  }
  for (const r of files['provinces_2025-06.csv']) {
    const known = before.province.get(r.code);
    if (known?.validUntil === null && listed.some((p) => p.code === r.code)) continue; // one open row for both times
    setUnit(plan, known, oldUnit('province', r, { province: r.code }));
  }
}

/** Whether the register or the list of provinces has the code of a row; the row is refused where neither has. */
function hasProvince(plan: Plan, file: string, provinces: ByCode, listed: { code: string }[], r: { row: number; province_code: string }) {
  const code = r.province_code;
  if (provinces.has(code) || listed.some((p) => p.code === code)) return true;
  plan.rejected.push(fault(file, r.row, 'province_code', 'unknown_province', `Không có tỉnh mã ${code}.`, `There is no province ${code}.`));
  return false;
}

function planCommunesNow(plan: Plan, { now }: Known, files: Files): CommunesNow {
  const file = 'communes_2026.csv';
  const communes = new CommunesNow();
  for (const u of now.commune.values()) communes.add(u.code, u.provinceCode, u.fullName);
  const byName = new Map([...now.commune.values()].map((u) => [marksKey(u.provinceCode, u.fullName), u]));
  const listed = new Set<string>();
  for (const r of files[file]) {
    if (!hasProvince(plan, file, now.province, files['provinces_2026.csv'], r)) continue;
    listed.add(r.code);
    communes.add(r.code, r.province_code, r.full_name);
    const known = now.commune.get(r.code) ?? byName.get(marksKey(r.province_code, r.full_name));
    if (known && known.code !== r.code) {
      const [vi, en] = [`${r.full_name}: mã ${known.code} thành ${r.code}.`, `${r.full_name}: code ${known.code} becomes ${r.code}.`];
      plan.warnings.push(fault(file, r.row, 'code', 'code_changed', vi, en));
    }
    const since = known?.validFrom ?? TWO_TIERS;
    setUnit(plan, known, unitRow('commune', r.code, r.full_name, { province: r.province_code }, since, null, SOURCE));
  }
  if (listed.size > 0) plan.warnings.push(...[...now.commune.values()].filter((u) => !listed.has(u.code)).map(notListed));
  return communes;
}

const notListed = ({ fullName, code }: Unit): RowFault => {
  const [vi, en] = [`${fullName} (${code}) không có trong danh sách, giữ nguyên.`, `${fullName} (${code}) is not in the list; kept.`];
  return fault('communes_2026.csv', 0, 'code', 'not_listed', vi, en);
};

/** The codes of districts that stand or are listed. */
function planDistricts(plan: Plan, { before }: Known, files: Files): Set<string> {
  const file = 'districts_2025-06.csv';
  const byName = new Map([...before.district.values()].map((u) => [`${u.provinceCode} ${withKind(u.fullName)}`, u]));
  const codes = new Set(before.district.keys());
  for (const r of files[file]) {
    if (!hasProvince(plan, file, before.province, files['provinces_2025-06.csv'], r)) continue;
    const known = before.district.get(r.code) ?? byName.get(`${r.province_code} ${withKind(r.full_name)}`);
    if (known && known.code !== r.code) plan.districtCodes.push({ old: known.code, new: r.code });
    codes.add(r.code);
    setUnit(plan, known, oldUnit('district', r, { province: r.province_code }));
  }
  return codes;
}

/** The codes of communes of the time of districts that stand or are listed. */
function planCommunesThen(plan: Plan, { before }: Known, files: Files, districts: Set<string>): Set<string> {
  const file = 'communes_2025-06.csv';
  const known = new Map([...before.commune].filter(([, u]) => isOld(u)));
  const codes = new Set(known.keys());
  for (const r of files[file]) {
    const code = r.district_code;
    if (!districts.has(code)) {
      plan.rejected.push(
        fault(file, r.row, 'district_code', 'unknown_district', `Không có huyện mã ${code}.`, `There is no district ${code}.`),
      );
      continue;
    }
    codes.add(r.code);
    setUnit(plan, known.get(r.code), oldUnit('commune', r, { province: r.province_code, district: code }));
  }
  return codes;
}

function planCentres(plan: Plan, { now }: Known, files: Files, communes: CommunesNow): void {
  const file = 'commune_centres.csv';
  for (const { code, lat, lng, row } of files[file]) {
    const known = now.commune.get(code);
    if (known?.lat === lat && known.lng === lng) continue;
    if (communes.codes.has(code)) plan.centres.push({ code, lat, lng });
    else plan.rejected.push(fault(file, row, 'code', 'unknown_commune', `Không có xã mã ${code}.`, `There is no commune ${code}.`));
  }
}
