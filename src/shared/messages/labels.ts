// The words for the closed lists of the vocabulary. Official terms where the law has them; the 26 sets carry short labels of our own.
import type { Lang } from '../lang.ts';
import type { Group, ProducerType, StarKey, Status } from '../vocabulary.ts';

type Words<K extends string | number> = Record<Lang, Record<K, string>>;

export const STAR_LABELS: Words<StarKey> = {
  vi: { '3': '3 sao', '4': '4 sao', '5p': 'Tiềm năng 5 sao', '5': '5 sao' },
  en: { '3': '3 stars', '4': '4 stars', '5p': 'Potential 5 stars', '5': '5 stars' },
};

export const STATUS_LABELS: Words<Status> = {
  vi: {
    valid: 'Còn hiệu lực',
    expiring: 'Sắp hết hạn',
    extended: 'Được kéo dài',
    expired: 'Đã hết hạn',
    revoked: 'Đã bị thu hồi',
    superseded: 'Đã thay bằng công nhận mới',
  },
  en: {
    valid: 'In force',
    expiring: 'Ending soon',
    extended: 'Extended',
    expired: 'Expired',
    revoked: 'Revoked',
    superseded: 'Replaced by a newer recognition',
  },
};

export const PRODUCER_LABELS: Words<ProducerType> = {
  vi: {
    cooperative: 'Hợp tác xã',
    cooperative_group: 'Tổ hợp tác',
    enterprise: 'Doanh nghiệp',
    farm: 'Trang trại',
    household: 'Hộ sản xuất',
    business_household: 'Hộ kinh doanh',
    association: 'Hội, hiệp hội',
    craft_village: 'Làng nghề',
    other: 'Chủ thể khác',
  },
  en: {
    cooperative: 'Cooperative',
    cooperative_group: 'Cooperative group',
    enterprise: 'Enterprise',
    farm: 'Farm',
    household: 'Producing household',
    business_household: 'Business household',
    association: 'Association',
    craft_village: 'Craft village',
    other: 'Other producer',
  },
};

export const GROUP_LABELS: Words<Group> = {
  vi: {
    I: 'Thực phẩm',
    II: 'Đồ uống',
    III: 'Dược liệu và sản phẩm từ dược liệu',
    IV: 'Thủ công mỹ nghệ',
    V: 'Sinh vật cảnh',
    VI: 'Du lịch cộng đồng, sinh thái và điểm du lịch',
  },
  en: {
    I: 'Food',
    II: 'Drinks',
    III: 'Medicinal plants and their products',
    IV: 'Handicrafts',
    V: 'Ornamental plants and animals',
    VI: 'Community tourism, ecotourism and tourist sites',
  },
};

/** Index 0 stands for “no set known”. */
export const SET_LABELS: Record<Lang, readonly string[]> = {
  vi: [
    'Chưa rõ bộ tiêu chí',
    'Rau quả và hạt tươi',
    'Thịt, cá, trứng, sữa tươi',
    'Gạo và ngũ cốc',
    'Mật ong và nông sản khác',
    'Đồ ăn nhanh',
    'Món từ gạo, ngũ cốc',
    'Rau quả, hạt đã chế biến',
    'Thịt, thủy sản, trứng, sữa, mật đã chế biến',
    'Nước mắm, tương, gia vị lỏng',
    'Gia vị khô và củ gia vị',
    'Chè',
    'Trà thảo mộc',
    'Cà phê, ca cao',
    'Rượu trắng',
    'Đồ uống có cồn khác',
    'Nước khoáng, nước đóng chai',
    'Đồ uống không cồn',
    'Thuốc và thực phẩm chức năng từ dược liệu',
    'Mỹ phẩm dược liệu',
    'Tinh dầu, dược liệu khác',
    'Đồ thủ công mỹ nghệ',
    'Vải và trang phục',
    'Hoa',
    'Cây cảnh',
    'Động vật cảnh',
    'Du lịch cộng đồng, sinh thái',
  ],
  en: [
    'Set not known',
    'Fresh fruit, vegetables and nuts',
    'Fresh meat, fish, eggs and milk',
    'Rice and cereals',
    'Honey and other farm produce',
    'Ready-to-eat food',
    'Rice and cereal products',
    'Processed fruit, vegetables and nuts',
    'Processed meat, seafood, eggs, milk and honey',
    'Fish sauce and liquid seasonings',
    'Dry seasonings and spices',
    'Tea',
    'Herbal infusions',
    'Coffee and cacao',
    'Clear spirits',
    'Other alcoholic drinks',
    'Mineral and bottled water',
    'Soft drinks',
    'Herbal medicines and supplements',
    'Herbal cosmetics',
    'Essential oils and other medicinal plants',
    'Handicrafts',
    'Cloth and clothing',
    'Flowers',
    'Ornamental trees',
    'Ornamental animals',
    'Community tourism and ecotourism',
  ],
};
