// Which communes of today follow the units of June 2025, by the official table.
import { splitUnit } from '#shared/text/fold.ts';
import { type Files, fault } from './import-files.ts';
import { type CommunesNow, type Known, type Plan, withKind } from './import-ground.ts';
import { compact } from './names.ts';
import { nameParts } from './reference.ts';
import type { Level } from './tables.ts';

const FILE = 'commune_mapping_clean.csv';
type Row = Files[typeof FILE][number];

/** Every pair of an old unit and a commune of today; rows whose units nobody knows are refused. `communesThen`: the codes of old communes. */
export function planSuccessions(plan: Plan, known: Known, files: Files, communesNow: CommunesNow, communesThen: Set<string>): void {
  const provinces = new Map([...known.now.province.values()].map((p) => [compact(p.folded), p.code]));
  const followed = new Map<string, { level: Level; old: string; to: Set<string> }>();
  for (const r of files[FILE]) {
    const to = successorOf(plan, r, communesNow, provinces);
    if (to === undefined) continue;
    const from = predecessorOf(r, plan, known, communesThen);
    if (!from) {
      const name = r.old_code ?? r.old_district;
      plan.rejected.push(
        fault(FILE, r.row, 'old_code', 'unknown_old_unit', `Không có đơn vị cũ ${name}.`, `There is no old unit ${name}.`),
      );
      continue;
    }
    const key = `${from.level} ${from.old}`;
    const entry = followed.get(key) ?? { ...from, to: new Set<string>() };
    entry.to.add(to);
    followed.set(key, entry);
  }
  for (const { level, old, to } of followed.values())
    for (const code of to) plan.pairs.push({ level, old, new: code, divided: to.size > 1 });
}

/** The commune of today that a row names by code and name; where the code is nobody's, the name counts. Undefined: refused. */
function successorOf(plan: Plan, r: Row, communes: CommunesNow, provinces: Map<string, string>): string | undefined {
  const { new_code: code, new_commune: name } = r;
  const byName = communes.named(provinces.get(compact(splitUnit(r.new_province).key)) ?? '', name);
  const refuse = (why: string, vi: string, en: string) => {
    plan.rejected.push(fault(FILE, r.row, 'new_code', why, vi, en));
    return undefined;
  };
  if (communes.codes.has(code)) {
    if (!byName || byName === code) return code;
    return refuse('code_name_mismatch', `Mã ${code} không phải ${name}.`, `Code ${code} is not ${name}.`);
  }
  if (!byName) return refuse('unknown_commune', `Không có ${name} (${code}).`, `There is no ${name} (${code}).`);
  const vi = `${name}: mã ${code} trong bảng này, ${byName} trong danh sách; dùng ${byName}.`;
  const en = `${name}: ${code} here, ${byName} in the list of communes; ${byName} is used.`;
  plan.warnings.push(fault(FILE, r.row, 'new_code', 'code_conflict', vi, en));
  return byName;
}

/** The old unit of a row: a commune by its code, or a district that had no communes by its name. */
function predecessorOf(r: Row, plan: Plan, { before }: Known, communesThen: Set<string>): { level: Level; old: string } | undefined {
  if (r.old_code !== null) return communesThen.has(r.old_code) ? { level: 'commune', old: r.old_code } : undefined;
  const name = withKind(nameParts(r.old_district).full);
  const province = compact(splitUnit(r.old_province).key);
  const provinceOf = (code: string) => compact(before.province.get(code)?.folded ?? '');
  const district = [...before.district.values()].find((u) => withKind(u.fullName) === name && provinceOf(u.provinceCode) === province);
  // the code that it has once the plan is carried out
  const code = plan.districtCodes.find(({ old }) => old === district?.code)?.new ?? district?.code;
  return code === undefined ? undefined : { level: 'district', old: code };
}
