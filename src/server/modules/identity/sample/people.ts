// Sample people: one or more for every role, named by role and unit, tied to producers of the sample register.
import type { Territory } from '#server/modules/territory/index.ts';
import { NATION } from '../policy.ts';
import type { OrganisationKind, Role } from '../rules/roles.ts';

export type SampleProducer = { id: string; name: string; type: string; commune: string; province: string };
export type SamplePerson = { account: string; name: string; role: Role; unit: string; organisation?: string };
export type SampleOrganisation = { key: string; kind: OrganisationKind; name: string; unit: string; producer?: string; members?: string[] };

const SEATS = [1, 2, 3, 4, 5];
const small = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);

/** One cooperative and one household of the first province, one enterprise of the second: in communes of their own. */
export function chooseProducers(all: readonly SampleProducer[], provinces: readonly [string, string]): SampleProducer[] {
  const taken = new Set<string>();
  const wanted = [
    { province: provinces[0], types: ['cooperative'] },
    { province: provinces[0], types: ['household', 'business_household', 'cooperative_group'] },
    { province: provinces[1], types: ['enterprise'] },
  ];
  return wanted.flatMap(({ province, types }) => {
    const found = all.find((p) => p.province === province && types.includes(p.type) && !taken.has(p.commune));
    if (found) taken.add(found.commune);
    return found ? [found] : [];
  });
}

/** The first two provinces, in official order, that can show all three kinds of producer. */
export function chooseProvinces(all: readonly SampleProducer[], territory: Territory): [string, string] | undefined {
  const codes = territory.provinces(34).map((p) => p.code);
  for (const a of codes) for (const b of codes) if (a !== b && chooseProducers(all, [a, b]).length === 3) return [a, b];
  return undefined;
}

/** Everybody, in a fixed order: the same register gives the same people. */
export function samplePeople(territory: Territory, producers: readonly SampleProducer[], provinces: readonly [string, string]) {
  const people: SamplePerson[] = [];
  const organisations: SampleOrganisation[] = [];
  for (const code of provinces) {
    const province = small(territory.province(code, 34)?.fullName ?? code);
    const own = producers.filter((p) => p.province === code).map((p) => p.commune);
    const communes = [...own, ...territory.communesOf(code).map((c) => c.code)].filter((c, i, list) => list.indexOf(c) === i).slice(0, 2);
    for (const c of communes) {
      const commune = territory.commune(c)?.fullName ?? c;
      people.push({ account: `xa.${c}`, role: 'commune_officer', unit: c, name: `Cán bộ ${small(commune)}, ${province}` });
    }
    const add = (account: string, role: Role, name: string, organisation?: string) =>
      people.push({
        account: `${account}.${code}`,
        role,
        unit: code,
        name: `${name} ${province}`,
        ...(organisation ? { organisation } : {}),
      });
    organisations.push({ key: `hoi-dong.${code}`, kind: 'council', name: `Hội đồng OCOP ${province}`, unit: code });
    organisations.push({ key: `diem-ban.${code}`, kind: 'outlet', name: `Điểm giới thiệu và bán sản phẩm mẫu ${province}`, unit: code });
    add('ocop', 'province_body', 'Cơ quan tham mưu OCOP');
    add('tu-van', 'province_adviser', 'Tổ tư vấn OCOP');
    for (const seat of SEATS) add(`hoi-dong-${seat}`, 'province_council_member', `Ủy viên ${seat} hội đồng OCOP`, `hoi-dong.${code}`);
    add('chu-tich-hoi-dong', 'province_council_chair', 'Chủ tịch hội đồng OCOP', `hoi-dong.${code}`);
    add('chu-tich', 'province_chair', 'Chủ tịch Ủy ban nhân dân');
    add('kiem-tra', 'inspector', 'Cán bộ kiểm tra OCOP');
    add('diem-ban', 'outlet', 'Điểm bán hàng OCOP', `diem-ban.${code}`);
    add('xuc-tien', 'promotion_officer', 'Cán bộ xúc tiến thương mại');
  }
  organisations.push({ key: 'hoi-dong.bo', kind: 'council', name: 'Hội đồng OCOP trung ương', unit: NATION });
  organisations.push({ key: 'nguoi-mua', kind: 'buyer', name: 'Nhà phân phối mẫu', unit: NATION });
  organisations.push({ key: 'nha-nhap-khau', kind: 'buyer', name: 'Nhà nhập khẩu mẫu', unit: NATION });
  organisations.push({ key: 'tich-hop', kind: 'integrator', name: 'Đơn vị tích hợp mẫu', unit: NATION });
  const national = (account: string, role: Role, name: string, organisation?: string) =>
    people.push({ account, role, unit: NATION, name, ...(organisation ? { organisation } : {}) });
  national('bo.chuyen-vien', 'ministry_officer', 'Chuyên viên OCOP của Bộ');
  national('bo.tu-van', 'central_adviser', 'Tổ tư vấn OCOP trung ương');
  for (const seat of SEATS)
    national(`bo.hoi-dong-${seat}`, 'central_council_member', `Ủy viên ${seat} hội đồng OCOP trung ương`, 'hoi-dong.bo');
  national('bo.chu-tich-hoi-dong', 'central_council_chair', 'Chủ tịch hội đồng OCOP trung ương', 'hoi-dong.bo');
  national('bo.lanh-dao', 'minister_office', 'Văn phòng Bộ trưởng');
  national('bo.xuc-tien', 'promotion_officer', 'Cán bộ xúc tiến thương mại của Bộ');
  national('nguoi-mua', 'buyer', 'Nhà phân phối mẫu', 'nguoi-mua');
  national('nha-nhap-khau', 'buyer', 'Nhà nhập khẩu mẫu', 'nha-nhap-khau');
  national('tich-hop', 'integrator', 'Đơn vị tích hợp mẫu', 'tich-hop');

  const names = ['chu-the.hop-tac-xa', 'chu-the.ho', 'chu-the.doanh-nghiep'];
  producers.forEach((p, i) => {
    const key = names[i] ?? `chu-the.${i}`;
    organisations.push({
      key,
      kind: 'producer',
      name: p.name,
      unit: p.commune,
      producer: p.id,
      ...(i === 0 ? { members: ['chu-the.ho'] } : {}),
    });
    people.push({ account: key, role: 'producer', unit: p.commune, organisation: key, name: `Chủ thể: ${p.name}` });
  });
  const first = producers[0];
  // the secretary of the cooperative also acts for the household, its member
  if (first)
    people.push({
      account: 'thu-ky.hop-tac-xa',
      role: 'secretary',
      unit: first.province,
      organisation: 'chu-the.hop-tac-xa',
      name: `Thư ký: ${first.name}`,
    });
  return { people, organisations };
}
