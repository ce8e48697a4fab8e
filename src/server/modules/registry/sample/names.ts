// Plain constructed names: speciality + place + kind for products, legal form + trade + place for producers. Nobody's real name.
import type { ProducerType } from '#shared/vocabulary.ts';
import type { Speciality } from './places.ts';
import type { Random } from './random.ts';

/** Packings and kinds that lists add to a name, by criteria set; what fits only some goods stands under their words. */
const KINDS: Record<number, string[]> = {
  1: ['hữu cơ', 'VietGAP', 'loại 1', 'hộp 1 kg', 'giỏ quà 5 kg'],
  2: ['sạch', 'hữu cơ', 'khay 500 g', 'hút chân không', 'VietGAP'],
  3: ['túi 5 kg', 'túi hút chân không 2 kg', 'hữu cơ', 'hộp 1 kg', 'vụ mùa'],
  4: ['đặc biệt', 'túi 200 g', 'hộp quà', 'loại 1'],
  5: ['truyền thống', 'hộp 300 g', 'ăn liền', 'túi 500 g'],
  6: ['truyền thống', 'túi 500 g', 'hộp quà', 'đặc biệt', 'gói 300 g'],
  7: ['túi 250 g', 'hũ 200 g', 'nguyên vị', 'hộp quà 500 g', 'đặc biệt'],
  8: ['truyền thống', 'túi 500 g', 'hộp 300 g', 'đặc biệt', 'hút chân không', 'loại 1'],
  9: ['chai 500 ml', 'hảo hạng', 'truyền thống', 'thượng hạng'],
  10: ['hũ 100 g', 'hữu cơ', 'túi 200 g', 'loại 1'],
  11: ['hộp 200 g', 'một tôm hai lá', 'đặc biệt', 'túi lọc', 'hữu cơ', 'thượng hạng'],
  12: ['túi lọc', 'hộp 20 gói', 'sấy lạnh', 'hũ 100 g', 'hòa tan'],
  13: ['hộp 200 g', 'túi 500 g', 'nguyên chất'],
  14: ['30 độ', '40 độ', 'hạ thổ', 'chai 500 ml', 'men lá', 'bình sứ 1 lít'],
  15: ['29 độ', 'chai 500 ml', 'hạ thổ', 'ngâm ủ 3 năm', 'bình 1 lít'],
  16: ['chai 500 ml', 'bình 20 lít', 'chai thủy tinh 330 ml'],
  17: ['chai 330 ml', 'lon 250 ml', 'hộp 6 chai', 'không đường'],
  18: ['hũ 100 g', 'hộp 30 gói', 'nguyên chất', 'đặc biệt'],
  19: ['hương sả', 'hương bưởi', 'dịu nhẹ'],
  20: ['túi 200 g', 'loại 1', 'đặc biệt'],
  21: ['thủ công', 'bộ 3 sản phẩm', 'cỡ lớn', 'quà tặng'],
  22: ['thêu tay', 'nhuộm chàm', 'khổ 70 × 200 cm', 'dệt tay'],
  23: ['trồng chậu', 'cắt cành', 'nhiều màu'],
  24: ['chậu sứ', 'dáng trực', 'cỡ nhỏ'],
  25: ['cỡ 20 cm', 'nhiều màu'],
  26: ['trải nghiệm một ngày', 'nghỉ tại nhà dân', 'và ẩm thực bản địa'],
};
const FITTING: [RegExp, string[]][] = [
  [/^Nước mắm/u, ['25 độ đạm', '30 độ đạm', '35 độ đạm', '40 độ đạm', 'chai 500 ml', 'ủ chượp 12 tháng']],
  [/^Mật/u, ['nguyên chất', 'chai 500 ml', 'hũ 350 g', 'hộp 12 gói']],
  [/^Gạo/u, ['túi 5 kg', 'túi hút chân không 2 kg', 'hữu cơ', 'hạt dài', 'xát dối', 'túi 10 kg']],
  [/^(?:Bún|Miến|Mỳ|Mì|Phở|Hủ tiếu)/u, ['sợi nhỏ', 'gấc', 'rau củ', 'gạo lứt', 'túi 500 g']],
  [/^(?:Bánh|Kẹo)/u, ['mè đen', 'ít đường', 'gói 10 cái', 'truyền thống', 'hộp 300 g', 'vị gừng']],
  [/giòn|dẻo/u, ['túi 250 g', 'hũ 200 g', 'không đường', 'hộp quà 500 g', 'ít ngọt']],
  [/sấy/u, ['giòn', 'dẻo', 'túi 250 g', 'hũ 200 g', 'không đường']],
  [/^Dầu/u, ['chai 500 ml', 'ép lạnh', 'chai 250 ml']],
  [/[Đđ]iều/u, ['hũ 500 g', 'còn vỏ lụa', 'W240', 'W320', 'túi 250 g']],
  [/^(?:Nem|Thịt chua)/u, ['ủ lá chuối', 'ủ lá ổi', 'hộp 20 chiếc', 'truyền thống']],
  [/^(?:Cá|Mực)(?!.*(?:một nắng|khô))/u, ['một nắng', 'hút chân không', 'túi 500 g', 'loại 1']],
  [/^(?:Cà phê)/u, ['rang mộc', 'bột 500 g', 'hạt rang', 'phin giấy', 'hòa tan 3 trong 1']],
  [/^Tinh dầu/u, ['chai 10 ml', 'chai 50 ml', 'nguyên chất']],
  [/^Gốm/u, ['men lam', 'men rạn', 'bộ ấm chén', 'lọ hoa cỡ lớn', 'bộ đồ ăn 12 món']],
  [/^(?:Gỗ|Đồ gỗ|Đá|Mộc|Tranh|Chạm)/u, ['khắc tay', 'khổ 40 × 60 cm', 'quà tặng']],
];
const LONG =
  ', làm theo cách truyền thống của làng nghề, đóng hộp quà tặng gồm 6 hũ × 250 g kèm túi giấy và thiệp giới thiệu câu chuyện sản phẩm';

/** The place within a speciality's name: a capital after the first word that is not a variety. */
export const placeIn = (name: string): string | undefined =>
  /\s((?!(?:Shan|Séng|Bao|Nàng|Khẩu|Robusta|Arabica|Mông|Booth)\s?)\p{Lu}\p{Ll}.*)$/u.exec(name)?.[1];

/** A product's name and its key that `taken` does not hold yet; the key is added there. `away`: made elsewhere than the name says. */
export function productName(
  random: Random,
  what: Speciality,
  place: string,
  away: boolean,
  key: (name: string) => string,
  taken: Set<string>,
): { name: string; key: string } {
  const kinds = FITTING.find(([words]) => words.test(what.name))?.[1] ?? KINDS[what.set] ?? [];
  const part = placeIn(what.name);
  const base = away && part ? what.name.slice(0, -part.length).trim() : what.name;
  const bears = part !== undefined && !away;
  const placed = bears || random.chance(0.25) ? base : `${base} ${place}`;
  for (let attempt = 0; ; attempt++) {
    const grown = attempt > 3 && attempt < 8 && !bears ? `${base} ${place}` : placed;
    let name = grown;
    if (attempt > 0 || random.chance(bears ? 0.6 : 0.42)) {
      const kind = random.pick(kinds);
      name += grown.includes(kind) ? '' : ` ${kind}`;
    }
    if (attempt > 7) name = `${grown} số ${attempt - 6}`;
    if (what.set <= 13 && random.chance(0.003)) name += LONG;
    name = name.normalize('NFC');
    const folded = key(name);
    if (taken.has(folded)) continue;
    taken.add(folded);
    return { name, key: folded };
  }
}

/** The speciality's words before any place: 'Chè xanh Tân Cương' → 'Chè xanh'. */
const trade = (what: Speciality): string => {
  if (what.set === 26) return 'Du lịch cộng đồng';
  const words = what.name.split(' ');
  const place = words.findIndex((w, i) => i > 0 && /^\p{Lu}/u.test(w));
  return words
    .slice(0, place > 0 ? place : words.length)
    .slice(0, 5)
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
  const goods = trade(what);
  const branch = sector(what.set);
  const farming = what.set <= 13;
  const forms: Record<ProducerType, string[]> = {
    cooperative: farming
      ? [
          `HTX Nông nghiệp ${place}`,
          `HTX Dịch vụ nông nghiệp ${place}`,
          `HTX ${goods} ${place}`,
          `Hợp tác xã ${goods} ${place}`,
          `HTX Nông nghiệp hữu cơ ${place}`,
          `HTX Sản xuất và Thương mại ${branch} ${place}`,
        ]
      : [`HTX ${branch} ${place}`, `HTX ${goods} ${place}`, `Hợp tác xã ${branch} ${place}`],
    cooperative_group: [`Tổ hợp tác ${goods} ${place}`, `THT ${goods} ${place}`, `Tổ hợp tác sản xuất ${goods} ${place}`],
    enterprise: [
      `Công ty TNHH ${branch} ${place}`,
      `Công ty TNHH MTV ${goods} ${place}`,
      `Công ty Cổ phần ${branch} ${place}`,
      `Công ty TNHH Sản xuất và Thương mại ${goods} ${place}`,
      `Doanh nghiệp tư nhân ${goods} ${place}`,
    ],
    household: [`Hộ sản xuất ${goods} ${place}`, `Cơ sở sản xuất ${goods} ${place}`],
    business_household: [`Hộ kinh doanh ${goods} ${place}`, `Hộ kinh doanh ${branch} ${place}`, `Cơ sở ${goods} ${place}`],
    farm: [`Trang trại ${goods} ${place}`],
    association: [`Hội Nông dân ${place}`, `Hội ${goods} ${place}`],
    craft_village: [`Làng nghề ${goods} ${place}`],
    other: [`Trung tâm Dịch vụ nông nghiệp ${place}`, `Ban quản lý điểm bán ${place}`],
  };
  const tourism: Partial<Record<ProducerType, string[]>> = {
    household: [`Hộ làm du lịch cộng đồng ${place}`],
    business_household: [`Hộ kinh doanh homestay ${place}`],
  };
  return random.pick((what.set === 26 ? tourism[type] : undefined) ?? forms[type]).normalize('NFC');
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
