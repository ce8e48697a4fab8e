// Plain constructed names: speciality + place + kind for products, legal form + trade + place for producers. Nobody's real name.
import type { ProducerType } from '#shared/vocabulary.ts';
import type { Speciality } from './places.ts';
import type { Random } from './random.ts';

/** Packings and kinds that lists add to a name, by criteria set. */
const KINDS: Record<number, string[]> = {
  1: ['hữu cơ', 'VietGAP', 'loại 1', 'hộp 1 kg', 'giỏ quà 5 kg', 'tươi'],
  2: ['sạch', 'hữu cơ', 'khay 500 g', 'hút chân không', 'VietGAP'],
  3: ['túi 5 kg', 'túi hút chân không 2 kg', 'hữu cơ', 'hạt dài', 'hộp 1 kg', 'vụ mùa', 'xát dối'],
  4: ['nguyên chất', 'chai 500 ml', 'hũ 350 g', 'đặc biệt', 'sấy khô', 'túi 200 g'],
  5: ['truyền thống', 'vị cay', 'hộp 300 g', 'ăn liền'],
  6: ['sợi nhỏ', 'gạo lứt', 'truyền thống', 'túi 500 g', 'gấc', 'rau củ', 'mè đen', 'không đường'],
  7: ['sấy dẻo', 'sấy giòn', 'túi 250 g', 'hũ 200 g', 'vị gừng', 'ít đường', 'nguyên vị', 'sấy lạnh'],
  8: ['truyền thống', 'vị cay', 'túi 500 g', 'hộp 300 g', 'đặc biệt', 'hút chân không', 'một nắng', 'ủ lá'],
  9: ['chai 500 ml', 'hảo hạng', 'truyền thống', 'thượng hạng', 'chai 750 ml'],
  10: ['hũ 100 g', 'hữu cơ', 'xay mịn', 'vị chanh', 'túi 200 g', 'sấy thăng hoa'],
  11: ['hộp 200 g', 'một tôm hai lá', 'đặc biệt', 'túi lọc', 'hữu cơ', 'thượng hạng'],
  12: ['túi lọc', 'hộp 20 gói', 'sấy lạnh', 'hũ 100 g', 'hòa tan'],
  13: ['rang mộc', 'bột 500 g', 'hạt rang', 'phin giấy', 'hòa tan 3 trong 1', 'honey'],
  14: ['30 độ', '40 độ', 'hạ thổ', 'chai 500 ml', 'men lá', 'bình sứ 1 lít'],
  15: ['29 độ', 'chai 500 ml', 'hạ thổ', 'ngâm ủ 3 năm', 'bình 1 lít'],
  16: ['chai 500 ml', 'bình 20 lít', 'chai thủy tinh 330 ml'],
  17: ['chai 330 ml', 'lon 250 ml', 'cô đặc', 'không đường', 'hộp 6 chai'],
  18: ['hũ 100 g', 'viên hoàn', 'hộp 30 gói', 'nguyên chất', 'dạng cao mềm'],
  19: ['chai 300 ml', 'hương sả', 'bánh 100 g', 'thỏi 5 g'],
  20: ['chai 10 ml', 'chai 50 ml', 'nguyên chất', 'sấy khô'],
  21: ['thủ công', 'bộ 3 sản phẩm', 'khắc tay', 'cỡ lớn', 'men lam', 'quà tặng'],
  22: ['thêu tay', 'nhuộm chàm', 'khổ 70 × 200 cm', 'dệt tay'],
  23: ['chậu', 'cắt cành', 'nhiều màu'],
  24: ['chậu sứ', 'dáng trực', 'cỡ nhỏ'],
  25: ['cỡ 20 cm', 'nhiều màu'],
  26: ['trải nghiệm một ngày', 'nghỉ tại nhà dân', 'và ẩm thực bản địa'],
};
const FISH_SAUCE = ['25 độ đạm', '30 độ đạm', '35 độ đạm', '40 độ đạm', 'chai 500 ml', 'ủ chượp 12 tháng'];
const LONG =
  ', làm theo cách truyền thống của làng nghề, đóng hộp quà tặng gồm 6 hũ × 250 g kèm túi giấy và thiệp giới thiệu câu chuyện sản phẩm';

/** True where the name already bears a place: a capital after the first word. */
const hasPlace = (name: string): boolean => /\s\p{Lu}\p{Ll}/u.test(name);

/** A product's name that `taken` (folded by `key`) does not hold yet; it is added there. */
export function productName(random: Random, what: Speciality, place: string, key: (name: string) => string, taken: Set<string>): string {
  const kinds = what.name.startsWith('Nước mắm') ? FISH_SAUCE : (KINDS[what.set] ?? []);
  const placed = hasPlace(what.name) || random.chance(0.3) ? what.name : `${what.name} ${place}`;
  for (let attempt = 0; ; attempt++) {
    let name = placed;
    if (attempt > 0 || random.chance(0.42)) {
      const kind = random.pick(kinds);
      name += name.endsWith(kind) ? '' : ` ${kind}`;
    }
    if (attempt > 3) name += ` ${random.pick(kinds)}`;
    if (attempt > 8) name = `${placed} số ${attempt - 7}`;
    if (random.chance(0.002)) name += LONG;
    name = name.normalize('NFC');
    const folded = key(name);
    if (taken.has(folded)) continue;
    taken.add(folded);
    return name;
  }
}

/** The speciality's words before any place: 'Chè xanh Tân Cương' → 'Chè xanh'. */
const trade = (what: Speciality): string => {
  if (what.set === 26) return 'Du lịch cộng đồng';
  const words = what.name.split(' ');
  const place = words.findIndex((w, i) => i > 0 && /^\p{Lu}/u.test(w));
  return words
    .slice(0, place > 0 ? place : words.length)
    .slice(0, 4)
    .join(' ');
};

const sector = (set: number): string => {
  if (set === 26) return 'Du lịch sinh thái';
  if (set >= 23) return 'Sinh vật cảnh';
  if (set >= 21) return 'Thủ công mỹ nghệ';
  if (set >= 18) return 'Dược liệu';
  if (set >= 14) return 'Đồ uống';
  if (set === 13) return 'Cà phê';
  if (set >= 11) return 'Trà';
  return set === 2 || set === 8 ? 'Thực phẩm' : 'Nông sản';
};

/** A producer's name by legal type, main trade and place. */
export function producerName(random: Random, type: ProducerType, what: Speciality, place: string): string {
  const farming = what.set <= 13;
  const forms: Record<ProducerType, string[]> = {
    cooperative: farming
      ? [
          `HTX Nông nghiệp ${place}`,
          `HTX Dịch vụ nông nghiệp ${place}`,
          `HTX ${trade(what)} ${place}`,
          `Hợp tác xã ${trade(what)} ${place}`,
          `HTX Nông nghiệp hữu cơ ${place}`,
          `HTX Sản xuất và Thương mại ${sector(what.set)} ${place}`,
        ]
      : [`HTX ${sector(what.set)} ${place}`, `HTX ${trade(what)} ${place}`, `Hợp tác xã ${sector(what.set)} ${place}`],
    cooperative_group: [`Tổ hợp tác ${trade(what)} ${place}`, `THT ${trade(what)} ${place}`, `Tổ hợp tác sản xuất ${trade(what)} ${place}`],
    enterprise: [
      `Công ty TNHH ${sector(what.set)} ${place}`,
      `Công ty TNHH MTV ${trade(what)} ${place}`,
      `Công ty Cổ phần ${sector(what.set)} ${place}`,
      `Công ty TNHH Sản xuất và Thương mại ${trade(what)} ${place}`,
      `Doanh nghiệp tư nhân ${trade(what)} ${place}`,
    ],
    household: [`Hộ sản xuất ${trade(what)} ${place}`, `Cơ sở sản xuất ${trade(what)} ${place}`],
    business_household: [
      `Hộ kinh doanh ${trade(what)} ${place}`,
      `Hộ kinh doanh ${sector(what.set)} ${place}`,
      `Cơ sở ${trade(what)} ${place}`,
    ],
    farm: [`Trang trại ${trade(what)} ${place}`],
    association: [`Hội Nông dân ${place}`, `Hội ${trade(what)} ${place}`],
    craft_village: [`Làng nghề ${trade(what)} ${place}`],
    other: [`Trung tâm Dịch vụ nông nghiệp ${place}`, `Ban quản lý điểm bán ${place}`],
  };
  return random.pick(forms[type]).normalize('NFC');
}

/** Persons appear by role only. */
export const ROLE: Record<ProducerType, string> = {
  cooperative: 'Giám đốc hợp tác xã',
  cooperative_group: 'Tổ trưởng tổ hợp tác',
  enterprise: 'Giám đốc',
  farm: 'Chủ trang trại',
  household: 'Chủ hộ',
  business_household: 'Chủ hộ kinh doanh',
  association: 'Chủ tịch hội',
  craft_village: 'Trưởng làng nghề',
  other: 'Người phụ trách',
};
