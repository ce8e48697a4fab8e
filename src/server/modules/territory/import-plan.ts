// What an import of official lists changes: pure, so that the same lists plan nothing the second time.
import { foldMarks, splitUnit } from '#shared/text/fold.ts';
import { type Files, fault, type RowFault } from './import-files.ts';
import { compact } from './names.ts';
import { LAST_THREE_TIERS, nameParts, TWO_TIERS, type UnitRow, unitKey, unitRow } from './reference.ts';
import type { Level } from './tables.ts';
import { inForceOn, isOld, sameMarks } from './territory.ts';
import type { Unit } from './unit.ts';

const SOURCE = 'official list';
type Change = Pick<UnitRow, 'code' | 'name' | 'full_name' | 'kind' | 'parent_code' | 'district_code' | 'province_code' | 'folded'> & {
  id: number;
};
export type Pair = { level: Level; old: string; new: string; divided: boolean };
export type Plan = {
  inserts: UnitRow[];
  updates: Change[];
  unchanged: number;
  /** Districts that get their official code in place of a stand-in. */
  districtCodes: { old: string; new: string }[];
  pairs: Pair[];
  centres: { code: string; lat: number; lng: number }[];
  rejected: RowFault[];
  warnings: RowFault[];
};

export function planImport(current: readonly Unit[], files: Files): Plan {
  const plan: Plan = { inserts: [], updates: [], unchanged: 0, districtCodes: [], pairs: [], centres: [], rejected: [], warnings: [] };
  const today = current.filter((u) => u.validUntil === null);
  const then = current.filter((u) => inForceOn(u, LAST_THREE_TIERS));
  const index = (units: Unit[], level: Level) => new Map(units.filter((u) => u.level === level).map((u) => [u.code, u]));
  const nameKey = (province: string, fullName: string) => `${province} ${compact(unitKey(fullName))}`;
  const marksKey = (province: string, fullName: string) => `${province} ${foldMarks(fullName)}`;
  const withKind = (province: string, fullName: string) => `${nameKey(province, fullName)} ${nameParts(fullName).kind.toLowerCase()}`;

  /** Sets one unit to what the list says; a spelling that differs only by tone placement or apostrophe stays ours. */
  function set(known: Unit | undefined, row: UnitRow): void {
    if (!known) {
      plan.inserts.push(row);
      return;
    }
    const sameName = sameMarks(known.fullName, row.full_name);
    const same =
      sameName && known.code === row.code && known.provinceCode === row.province_code && known.districtCode === row.district_code;
    if (same) plan.unchanged++;
    else {
      const { code, name, full_name, kind, parent_code, district_code, province_code, folded } = row;
      const named = sameName
        ? { name: known.name, full_name: known.fullName, kind: known.kind, folded: known.folded }
        : { name, full_name, kind, folded };
      plan.updates.push({ id: known.id, code, ...named, parent_code, district_code, province_code });
    }
  }

  const provincesNow = index(today, 'province');
  const provincesThen = index(then, 'province');
  for (const r of files['provinces_2026.csv']) {
    const known = provincesNow.get(r.code);
    set(known, unitRow('province', r.code, r.full_name, { province: r.code }, known ? known.validFrom : TWO_TIERS, null, SOURCE));
  }
  for (const r of files['provinces_2025-06.csv']) {
    const known = provincesThen.get(r.code);
    if (known?.validUntil === null && files['provinces_2026.csv'].some((p) => p.code === r.code)) continue; // one open row for both times
    set(known, unitRow('province', r.code, r.full_name, { province: r.code }, null, LAST_THREE_TIERS, SOURCE));
  }
  const provinceCodes = {
    today: new Set([...provincesNow.keys(), ...files['provinces_2026.csv'].map((p) => p.code)]),
    before: new Set([...provincesThen.keys(), ...files['provinces_2025-06.csv'].map((p) => p.code)]),
  };
  const noProvince = (file: string, row: number, code: string) =>
    plan.rejected.push(fault(file, row, 'province_code', 'unknown_province', `Không có tỉnh mã ${code}.`, `There is no province ${code}.`));

  const communesNow = index(today, 'commune');
  const communesNowByName = new Map([...communesNow.values()].map((u) => [marksKey(u.provinceCode, u.fullName), u]));
  const listedNow = new Map<string, { province: string; fullName: string }>();
  for (const r of files['communes_2026.csv']) {
    if (!provinceCodes.today.has(r.province_code)) {
      noProvince('communes_2026.csv', r.row, r.province_code);
      continue;
    }
    listedNow.set(r.code, { province: r.province_code, fullName: r.full_name });
    const byName = communesNowByName.get(marksKey(r.province_code, r.full_name));
    const known = communesNow.get(r.code) ?? byName;
    if (known && known.code !== r.code) {
      plan.warnings.push(
        fault(
          'communes_2026.csv',
          r.row,
          'code',
          'code_changed',
          `${r.full_name}: mã ${known.code} thành ${r.code}.`,
          `${r.full_name}: code ${known.code} becomes ${r.code}.`,
        ),
      );
    }
    set(known, unitRow('commune', r.code, r.full_name, { province: r.province_code }, known?.validFrom ?? TWO_TIERS, null, SOURCE));
  }
  if (listedNow.size > 0) {
    for (const u of communesNow.values()) {
      if (listedNow.has(u.code)) continue;
      plan.warnings.push(
        fault(
          'communes_2026.csv',
          0,
          'code',
          'not_listed',
          `${u.fullName} (${u.code}) không có trong danh sách, giữ nguyên.`,
          `${u.fullName} (${u.code}) is not in the list; kept.`,
        ),
      );
    }
  }

  const districts = index(then, 'district');
  const districtsByName = new Map(then.filter((u) => u.level === 'district').map((u) => [withKind(u.provinceCode, u.fullName), u]));
  const official = new Set<string>();
  for (const r of files['districts_2025-06.csv']) {
    if (!provinceCodes.before.has(r.province_code)) {
      noProvince('districts_2025-06.csv', r.row, r.province_code);
      continue;
    }
    const known = districts.get(r.code) ?? districtsByName.get(withKind(r.province_code, r.full_name));
    if (known && known.code !== r.code) plan.districtCodes.push({ old: known.code, new: r.code });
    official.add(r.code);
    set(known, unitRow('district', r.code, r.full_name, { province: r.province_code }, null, LAST_THREE_TIERS, SOURCE));
  }
  const knownDistrict = (code: string) => official.has(code) || districts.has(code);
  const communesThen = index(then.filter(isOld), 'commune');
  const listedThen = new Set(communesThen.keys());
  for (const r of files['communes_2025-06.csv']) {
    if (!knownDistrict(r.district_code)) {
      plan.rejected.push(
        fault(
          'communes_2025-06.csv',
          r.row,
          'district_code',
          'unknown_district',
          `Không có huyện mã ${r.district_code}.`,
          `There is no district ${r.district_code}.`,
        ),
      );
      continue;
    }
    listedThen.add(r.code);
    const place = { province: r.province_code, district: r.district_code };
    set(communesThen.get(r.code), unitRow('commune', r.code, r.full_name, place, null, LAST_THREE_TIERS, SOURCE));
  }

  planPairs();
  const centres = index(today, 'commune');
  for (const c of files['commune_centres.csv']) {
    const known = centres.get(c.code);
    if (!known && !listedNow.has(c.code)) {
      plan.rejected.push(
        fault('commune_centres.csv', c.row, 'code', 'unknown_commune', `Không có xã mã ${c.code}.`, `There is no commune ${c.code}.`),
      );
    } else if (!known || known.lat !== c.lat || known.lng !== c.lng) plan.centres.push({ code: c.code, lat: c.lat, lng: c.lng });
  }
  return plan;

  function planPairs(): void {
    const file = 'commune_mapping_clean.csv';
    const namesNow = new Map<string, string>([...communesNow.values()].map((u) => [marksKey(u.provinceCode, u.fullName), u.code]));
    for (const [code, u] of listedNow) namesNow.set(marksKey(u.province, u.fullName), code);
    const provinceByName = new Map([...provincesNow.values()].map((p) => [compact(p.folded), p.code]));
    const wanted = new Map<string, { level: Level; old: string; to: Set<string> }>();
    for (const r of files[file]) {
      let to = r.new_code;
      const province = provinceByName.get(compact(splitUnit(r.new_province).key)) ?? '';
      const byName = namesNow.get(marksKey(province, r.new_commune));
      if (!listedNow.has(to) && !communesNow.has(to)) {
        if (!byName) {
          plan.rejected.push(
            fault(
              file,
              r.row,
              'new_code',
              'unknown_commune',
              `Không có ${r.new_commune} (${to}).`,
              `There is no ${r.new_commune} (${to}).`,
            ),
          );
          continue;
        }
        plan.warnings.push(
          fault(
            file,
            r.row,
            'new_code',
            'code_conflict',
            `${r.new_commune}: mã ${to} trong bảng này, ${byName} trong danh sách; dùng ${byName}.`,
            `${r.new_commune}: ${to} here, ${byName} in the list of communes; ${byName} is used.`,
          ),
        );
        to = byName;
      } else if (byName && byName !== to) {
        plan.rejected.push(
          fault(
            file,
            r.row,
            'new_code',
            'code_name_mismatch',
            `Mã ${to} không phải ${r.new_commune}.`,
            `Code ${to} is not ${r.new_commune}.`,
          ),
        );
        continue;
      }
      let level: Level = 'commune';
      let old = r.old_code;
      if (old === null) {
        level = 'district';
        const name = nameParts(r.old_district);
        old =
          [...districtsByName].find(
            ([key, u]) => key.endsWith(`${compact(unitKey(name.full))} ${name.kind.toLowerCase()}`) && provinceNamed(u, r.old_province),
          )?.[1].code ?? null;
      } else if (!listedThen.has(old)) old = null;
      if (old === null) {
        plan.rejected.push(
          fault(
            file,
            r.row,
            'old_code',
            'unknown_old_unit',
            `Không có đơn vị cũ ${r.old_code ?? r.old_district}.`,
            `There is no old unit ${r.old_code ?? r.old_district}.`,
          ),
        );
        continue;
      }
      const entry = wanted.get(`${level} ${old}`) ?? { level, old, to: new Set<string>() };
      entry.to.add(to);
      wanted.set(`${level} ${old}`, entry);
    }
    for (const { level, old, to } of wanted.values())
      for (const code of to) plan.pairs.push({ level, old, new: code, divided: to.size > 1 });
  }

  function provinceNamed(unit: Unit, written: string): boolean {
    const name = provincesThen.get(unit.provinceCode);
    return name !== undefined && compact(name.folded) === compact(splitUnit(written).key);
  }
}
