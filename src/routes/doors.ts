// The pages of signed-in people, each with the verbs that open it: /my and /desk show those that serve the reader.
import type { Verb } from '#server/modules/identity/index.ts';
import type { Lang } from '#shared/lang.ts';

type Words = Record<Lang, string>;
/** `short` is the word of the menu; `reach` says what a unit has to be: some pages look at a whole province. */
export type Door = { path: string; label: Words; short?: Words; text: Words; verbs: readonly Verb[]; reach?: 'province' };

/** Those who sit in a council, check for it or decide after it. */
const SITS: readonly Verb[] = [
  'score',
  'score_centre',
  'chair_council',
  'chair_centre',
  'decide',
  'decide_centre',
  'check_dossier',
  'check_centre',
];

/** The work of producers and buyers. */
export const MY_DOORS: readonly Door[] = [
  {
    path: '/my/ho-so',
    label: { vi: 'Hồ sơ OCOP', en: 'OCOP dossiers' },
    short: { vi: 'Hồ sơ', en: 'Dossiers' },
    text: { vi: 'Nộp, nâng hạng, đánh giá lại', en: 'File, upgrade, renew' },
    verbs: ['act_for_producer'],
  },
  {
    path: '/my/kho',
    label: { vi: 'Kho minh chứng', en: 'Evidence vault' },
    short: { vi: 'Minh chứng', en: 'Evidence' },
    text: { vi: 'Giấy tờ gửi một lần, hạn dùng', en: 'Papers sent once, their last days' },
    verbs: ['act_for_producer'],
  },
  {
    path: '/my/cong-bo',
    label: { vi: 'Chỉ tiêu công bố', en: 'Declared values' },
    short: { vi: 'Chỉ tiêu', en: 'Values' },
    text: { vi: 'Mức công bố, kết quả kiểm nghiệm', en: 'What you declare, what tests found' },
    verbs: ['act_for_producer'],
  },
  {
    path: '/my/nguon-cung',
    label: { vi: 'Nguồn cung', en: 'Supply' },
    text: { vi: 'Năng lực theo tháng, giá, giấy tờ', en: 'Capacity by month, prices, papers' },
    verbs: ['act_for_producer'],
  },
  {
    path: '/my/chao-hang',
    label: { vi: 'Chào hàng', en: 'Offers' },
    text: { vi: 'Nhu cầu đang mở, chào giá', en: 'Open demands, your offers' },
    verbs: ['act_for_producer'],
  },
  {
    path: '/my/don-gom',
    label: { vi: 'Đơn gom', en: 'Pooled orders' },
    text: { vi: 'Lời mời giao hàng, trả lời', en: 'Invitations to deliver, your answers' },
    verbs: ['act_for_producer'],
  },
  {
    path: '/my/mua',
    label: { vi: 'Mua hàng', en: 'Buying' },
    text: { vi: 'Nhu cầu, gom hàng, hợp đồng', en: 'Demands, pools, contracts' },
    verbs: ['buy'],
  },
  {
    path: '/my/hop-dong',
    label: { vi: 'Hợp đồng và giao hàng', en: 'Contracts and deliveries' },
    short: { vi: 'Hợp đồng', en: 'Contracts' },
    text: { vi: 'Ký, gửi, nhận, nghiệm thu, thanh toán', en: 'Sign, ship, receive, check, pay' },
    verbs: ['act_for_producer', 'buy'],
  },
  {
    path: '/my/ma',
    label: { vi: 'Mã và tem', en: 'Codes and labels' },
    text: { vi: 'GTIN, in tem, áp phích, bộ giới thiệu', en: 'GTIN, labels, posters, share kit' },
    verbs: ['act_for_producer'],
  },
  {
    path: '/my/lo',
    label: { vi: 'Sổ lô hàng', en: 'Lot register' },
    short: { vi: 'Lô hàng', en: 'Lots' },
    text: { vi: 'Thu hoạch, thu mua, chế biến, xuất, nhận; truy vết', en: 'Harvest, buy in, process, send, receive; trace' },
    verbs: ['act_for_producer'],
  },
  {
    path: '/my/thanh-vien',
    label: { vi: 'Thành viên và người làm thay', en: 'Members and proxies' },
    short: { vi: 'Thành viên', en: 'Members' },
    text: { vi: 'Ai làm thay ai, bằng giấy nào, đến khi nào', en: 'Who acts for whom, by which paper, until when' },
    verbs: ['act_for_producer'],
  },
  {
    path: '/my/su-kien',
    label: { vi: 'Sự kiện', en: 'Events' },
    text: { vi: 'Hội nghị kết nối, hội chợ: đăng ký, lịch gặp, kết quả', en: 'Conferences, fairs: register, timetable, results' },
    verbs: ['act_for_producer', 'buy'],
  },
];

/** The work of officials. */
export const DESK_DOORS: readonly Door[] = [
  {
    path: '/desk/ho-so',
    label: { vi: 'Hồ sơ chờ xử lý', en: 'Dossiers waiting' },
    short: { vi: 'Hồ sơ', en: 'Dossiers' },
    text: { vi: 'Tiếp nhận, xem xét, chuyển bước; việc gấp đứng trước', en: 'Receive, review, pass on; the urgent first' },
    verbs: ['view_dossiers'],
  },
  {
    path: '/desk/giam-sat',
    label: { vi: 'Giám sát và thu hồi', en: 'Watch and revocation' },
    short: { vi: 'Giám sát', en: 'Watch' },
    text: { vi: 'Sắp hết hạn, kiểm tra, kiểm nghiệm, thu hồi', en: 'Ends near, inspections, tests, revocations' },
    verbs: ['view_dossiers'],
  },
  {
    path: '/desk/hoi-dong',
    label: { vi: 'Hội đồng đánh giá', en: 'Assessment councils' },
    short: { vi: 'Hội đồng', en: 'Councils' },
    text: { vi: 'Đợt, phiên họp, phiếu chấm, quyết định', en: 'Rounds, hearings, score sheets, decisions' },
    verbs: SITS,
  },
  {
    path: '/desk/nguoi/lam-thay',
    label: { vi: 'Làm thay chủ thể', en: 'Acting for producers' },
    short: { vi: 'Làm thay', en: 'Proxies' },
    text: { vi: 'Ủy quyền bằng giấy, thành viên đồng ý bằng giấy', en: 'Letters of authority, consents on paper' },
    verbs: ['receive_dossier', 'manage_roles'],
  },
  {
    path: '/desk/cham-diem',
    label: { vi: 'Chất lượng chấm điểm', en: 'Quality of grading' },
    short: { vi: 'Chấm điểm', en: 'Grading' },
    text: { vi: 'Độ chặt, đồng thuận, dồn điểm của hội đồng', en: 'Severity, agreement and bunching of councils' },
    verbs: ['view_grading'],
  },
  {
    path: '/desk/danh-sach',
    label: { vi: 'Nạp, xuất danh sách', en: 'Hand in, take out lists' },
    short: { vi: 'Danh sách', en: 'Lists' },
    text: { vi: 'Danh sách công nhận của cơ quan', en: 'The lists your office keeps' },
    verbs: ['import_products'],
  },
  {
    path: '/desk/bao-cao',
    label: { vi: 'Báo cáo', en: 'Report' },
    text: { vi: 'Số liệu của đơn vị, tính đến ngày bất kỳ', en: 'Figures of the unit as of any day' },
    verbs: ['view_grading', 'publish', 'view_dossiers'],
    reach: 'province',
  },
  {
    path: '/desk/truy-vet',
    label: { vi: 'Truy vết lô hàng', en: 'Trace a lot' },
    short: { vi: 'Truy vết', en: 'Trace' },
    text: { vi: 'Nguồn gốc và nơi đến của một lô', en: 'Where a lot came from and went' },
    verbs: ['inspect', 'recall'],
  },
  {
    path: '/desk/thu-hoi-lo',
    label: { vi: 'Thu hồi lô', en: 'Recalls of lots' },
    short: { vi: 'Thu hồi lô', en: 'Recalls' },
    text: { vi: 'Giữ lô lại, báo mọi bên đang giữ hàng', en: 'Hold lots, tell everybody who has some' },
    verbs: ['recall'],
  },
  {
    path: '/desk/don-gom',
    label: { vi: 'Đường dẫn cho chủ thể', en: 'Links for producers' },
    short: { vi: 'Đường dẫn', en: 'Links' },
    text: { vi: 'Trả lời đơn gom bằng điện thoại', en: 'Answer pooled orders by phone' },
    verbs: ['promote'],
  },
  {
    path: '/desk/nguoi-mua',
    label: { vi: 'Người mua', en: 'Buyers' },
    text: { vi: 'Xác minh người mua', en: 'Verify buyers' },
    verbs: ['promote'],
  },
  {
    path: '/desk/su-kien',
    label: { vi: 'Sự kiện', en: 'Events' },
    text: { vi: 'Hội nghị kết nối, hội chợ: đăng ký, lịch gặp, hợp đồng', en: 'Conferences, fairs: registration, timetables, contracts' },
    verbs: ['promote'],
  },
  {
    path: '/desk/cung-cau',
    label: { vi: 'Cung cầu: từ ghi nhớ đến thanh toán', en: 'Supply and demand in figures' },
    short: { vi: 'Cung cầu', en: 'Supply' },
    text: {
      vi: 'Hợp đồng, giao nhận, thanh toán theo tháng, tỉnh, chuỗi',
      en: 'Contracts, deliveries, payments by month, province, chain',
    },
    verbs: ['promote'],
  },
];

/** Those that at least one of the verbs opens, held over the unit. */
export const doorsFor = (doors: readonly Door[], verbs: readonly Verb[], unit?: string): Door[] =>
  doors.filter((d) => d.verbs.some((v) => verbs.includes(v)) && (d.reach === undefined || unit?.length === 2));
