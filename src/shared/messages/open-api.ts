// The page /api in Vietnamese: the OpenAPI file speaks English, and each of its sentences has its Vietnamese one here. A sentence without
// one is shown as it stands, marked as English (a test finds it).

const EPCIS_VALUES = {
  eventType: 'loại sự kiện',
  epc: 'mã EPC',
  bizStep: 'bước nghiệp vụ',
  bizLocation: 'địa điểm',
  readPoint: 'điểm đọc',
  disposition: 'tình trạng',
};
const epcis = Object.entries(EPCIS_VALUES).flatMap(([name, word]) => [
  [`Values of ${name} in the events one may see`, `Các ${word} có trong những sự kiện được phép xem`],
  [`Events with this ${name}`, `Những sự kiện có ${word} này`],
]);

const moves = {
  submit: 'nộp',
  withdraw: 'rút',
  receive: 'tiếp nhận',
  return: 'trả lại',
  'report local': 'báo cáo của cấp xã',
  'send to province': 'chuyển lên tỉnh',
  accept: 'nhận đủ hồ sơ',
  'pass to advisers': 'chuyển tổ tư vấn',
  'report advisory': 'báo cáo của tổ tư vấn',
  'open council': 'mở phiên hội đồng',
  'propose centre': 'đề nghị Trung ương',
  decide: 'quyết định',
};
const route = Object.entries(moves).map(([name, word]) => [`Move a dossier along its route: ${name}`, `Chuyển hồ sơ sang bước: ${word}`]);

export const OPEN_API_VI: Record<string, string> = {
  ...Object.fromEntries([...epcis, ...route]),

  // groups
  catalogue: 'Sản phẩm',
  units: 'Đơn vị hành chính',
  statistics: 'Số liệu',
  me: 'Người gọi',
  token: 'Mã truy cập',
  assessment: 'Bộ tiêu chí, chấm điểm',
  dossiers: 'Hồ sơ, hội đồng',
  record: 'Sổ ghi công khai',
  codes: 'Mã và liên kết',
  credentials: 'Chứng thư số',
  sourcing: 'Cung cầu',
  epcis: 'Sự kiện truy xuất (EPCIS)',

  // catalogue, territory, statistics
  'Search the register: words, filters, facets, pages.': 'Tìm trong sổ đăng ký: từ khóa, bộ lọc, số đếm theo mục, phân trang.',
  'One product with its recognition history.': 'Một sản phẩm với các lần công nhận.',
  'Completions while typing.': 'Gợi ý khi đang gõ.',
  'Administrative units in force on a day': 'Đơn vị hành chính có hiệu lực vào một ngày',
  'Units that a written place may mean': 'Những đơn vị mà một địa danh viết ra có thể chỉ',
  'Figures as of any day; the rows always sum to the total.': 'Số liệu tính đến một ngày bất kỳ; các dòng luôn cộng đúng bằng tổng.',
  'The rows of the same figures as CSV.': 'Các dòng của số liệu ấy dưới dạng CSV.',
  'Words in any order, with or without marks.': 'Các từ theo thứ tự bất kỳ, có dấu hoặc không dấu.',
  'Comma list of 3, 4, 5p, 5.': 'Danh sách cách nhau bằng dấu phẩy: 3, 4, 5p, 5.',
  "Comma list of today's two-digit codes.": 'Danh sách mã hai chữ số của các tỉnh hiện nay, cách nhau bằng dấu phẩy.',
  'Comma list of codes of the 63 provinces.': 'Danh sách mã của 63 tỉnh cũ, cách nhau bằng dấu phẩy.',
  'Comma list of region keys.': 'Danh sách khóa của các vùng, cách nhau bằng dấu phẩy.',
  'Comma list of I, II, III, IV, V, VI.': 'Danh sách nhóm I, II, III, IV, V, VI, cách nhau bằng dấu phẩy.',
  'Comma list of 1…26.': 'Danh sách bộ tiêu chí 1…26, cách nhau bằng dấu phẩy.',
  'Comma list of cooperative, cooperative_group, enterprise, farm, household, business_household, association, craft_village, other.':
    'Danh sách loại chủ thể, cách nhau bằng dấu phẩy: cooperative, cooperative_group, enterprise, farm, household, business_household, association, craft_village, other.',
  'In force today unless said otherwise.': 'Không ghi là chỉ lấy sản phẩm còn hiệu lực hôm nay.',
  'What has been typed.': 'Phần đã gõ.',
  'Day counted, today when left out; never in the future.': 'Ngày tính số liệu, không ghi là hôm nay; không được là ngày tương lai.',
  'Which provinces, and with them which regions.': 'Theo bản đồ nào: các tỉnh, và cùng với đó là các vùng.',
  'What the rows stand for.': 'Mỗi dòng là gì.',
  'Only this province: a code of the chosen map.': 'Chỉ tỉnh này: mã trên bản đồ đã chọn.',
  'What is counted.': 'Đếm gì.',

  // people, tokens
  'Who the token speaks for, and with which roles': 'Mã truy cập thay mặt ai, với những vai trò nào',
  'May the bearer do this, there, on that day?': 'Người gọi có được làm việc này, ở đó, vào ngày đó không?',
  'A short-lived token for an API client (OAuth 2 client credentials)':
    'Mã truy cập ngắn hạn cho một ứng dụng (OAuth 2 client credentials)',
  'Authenticate with HTTP Basic (client id and secret) or with `client_id` and `client_secret` in the body. `scope`: fewer scopes than the client holds, parted by spaces.':
    'Xác thực bằng HTTP Basic (mã và khóa bí mật của ứng dụng) hoặc bằng `client_id` và `client_secret` trong thân yêu cầu. `scope`: lấy ít phạm vi hơn ứng dụng có, cách nhau bằng dấu cách.',
  'VN, a province of today or a commune of today': 'VN, một tỉnh hoặc một xã hiện nay',
  'Default: today': 'Không ghi là hôm nay',

  // assessment, dossiers
  'The criteria in force now and before, oldest first.': 'Các bộ quy định chấm điểm đang và từng có hiệu lực, cũ nhất trước.',
  'One criteria set: structure, points, gates, knock-outs, labels.':
    'Một bộ tiêu chí: cấu trúc, điểm, điều kiện của từng hạng, điều bị loại, tên gọi.',
  'Points, gates and star of one filled sheet.': 'Điểm, điều kiện và hạng sao của một phiếu đã chấm.',
  'The smallest set of changes from a sheet to a star.': 'Ít thay đổi nhất để từ một phiếu lên được hạng sao mong muốn.',
  'A queue of dossiers: those with a deadline first, soonest on top': 'Danh sách hồ sơ chờ: hồ sơ có hạn trước, hạn gần nhất ở trên',
  'Begin a dossier as a draft': 'Bắt đầu một hồ sơ nháp',
  'The whole record of a dossier, and what the bearer may do now': 'Toàn bộ hồ sơ, và việc người gọi được làm lúc này',
  'Fill the sheet and the forms of a draft; the score is computed here': 'Điền phiếu và biểu mẫu của hồ sơ nháp; điểm được tính ở đây',
  'A council’s hearing as its viewer may see it: blind while scoring is open':
    'Phiên chấm của hội đồng, đúng phần người xem được thấy: khi đang chấm thì không ai thấy phiếu của người khác',
  'A member’s own sheet for this round, final once sent': 'Phiếu của chính ủy viên cho lượt chấm này, gửi rồi thì không sửa',
  'Close the scoring: a result, or a discussion first': 'Khép việc chấm: ra kết quả, hoặc thảo luận trước',
  'Those of the bearer’s producers, or those sent to the bearer’s units.':
    'Hồ sơ của các chủ thể mà người gọi thay mặt, hoặc hồ sơ gửi tới đơn vị của người gọi.',
  'The same request with the same key does its work once and gets the first answer. 8 to 200 characters, no spaces.':
    'Cùng một yêu cầu với cùng một khóa chỉ thực hiện một lần và nhận lại câu trả lời đầu tiên. 8 đến 200 ký tự, không có dấu cách.',

  // record, codes, credentials
  'Recognitions, revocations, extensions and corrections in the order they were written, chained by hash':
    'Công nhận, thu hồi, kéo dài và sửa lại theo đúng thứ tự đã ghi, nối với nhau bằng mã băm',
  'Signed checkpoints at or after a number': 'Các điểm kiểm đã ký, từ một số thứ tự trở đi',
  'Entries after this number; 0 when left out': 'Các dòng sau số này; không ghi là 0',
  'The codes that lead to a product: its GTINs over time and its own path':
    'Các mã dẫn tới một sản phẩm: GTIN qua từng thời kỳ và đường dẫn riêng',
  'Gives a product a GTIN that GS1 issued': 'Gắn cho sản phẩm một GTIN do GS1 cấp',
  'Gives a producer’s place a GLN that GS1 issued': 'Gắn cho nơi của chủ thể một GLN do GS1 cấp',
  'Scope `trace`. For the producer’s own people and the OCOP body of the province. Repeating it changes nothing.':
    'Phạm vi `trace`. Dành cho người của chủ thể và cơ quan OCOP của tỉnh. Gửi lại không thay đổi gì.',
  'GS1 Digital Link of a product; lots and items under /10/{lot} and /21/{serial}':
    'GS1 Digital Link của một sản phẩm; lô và từng gói ở /10/{lot} và /21/{serial}',
  'ISO/IEC 18975 path of a product; lots and items under /L/{lot} and /S/{serial}':
    'Đường dẫn ISO/IEC 18975 của một sản phẩm; lô và từng gói ở /L/{lot} và /S/{serial}',
  'A producer’s place': 'Nơi của một chủ thể',
  'A producer’s place by its GLN': 'Nơi của một chủ thể theo GLN',
  'Verifies a certificate, passport or status list (VC-JOSE-COSE), or the compact code of a label':
    'Kiểm tra một giấy chứng nhận, hộ chiếu sản phẩm hay danh sách trạng thái (VC-JOSE-COSE), hoặc mã ngắn trên nhãn',
  'Signature, issuer, content, dates, status list and the register as it stands now; no address in a credential is ever fetched. How to do the same by oneself: docs/credentials.md.':
    'Kiểm chữ ký, nơi cấp, nội dung, ngày, danh sách trạng thái và sổ đăng ký lúc này; không tải địa chỉ nào ghi trong chứng thư. Cách tự kiểm tra: docs/credentials.md.',
  'Keys of the platform (did:web)': 'Khóa của nền tảng (did:web)',
  'It signs passports and the offline package.': 'Dùng để ký hộ chiếu sản phẩm và gói ngoại tuyến.',
  'Keys of the ministry (did:web)': 'Khóa của bộ (did:web)',
  'It signs certificates of five stars.': 'Dùng để ký giấy chứng nhận 5 sao.',
  'Keys of a province (did:web)': 'Khóa của một tỉnh (did:web)',
  'It signs the certificates of its province.': 'Dùng để ký giấy chứng nhận của tỉnh.',
  'The certificate of a recognition: UNTP 0.7.0 Digital Conformity Credential':
    'Giấy chứng nhận của một lần công nhận: UNTP 0.7.0 Digital Conformity Credential',
  'Signed by the authority that the law of the day names. {certificate}: product id, hyphen, first day as YYYYMMDD.':
    'Do cơ quan mà luật tại ngày ấy quy định ký. {certificate}: mã tra cứu của sản phẩm, gạch nối, ngày đầu dạng YYYYMMDD.',
  'The passport of a product: UNTP 0.7.0 Digital Product Passport': 'Hộ chiếu của một sản phẩm: UNTP 0.7.0 Digital Product Passport',
  'With the certificate as evidence while a star is in force. Decree 37/2026/NĐ-CP, article 32.':
    'Kèm giấy chứng nhận làm bằng chứng khi sao còn hiệu lực. Điều 32 Nghị định 37/2026/NĐ-CP.',
  'An authority, as credentials name it': 'Một cơ quan, như chứng nhận gọi tên',
  'A set of criteria, as credentials name it': 'Một bộ tiêu chí, như chứng nhận gọi tên',
  'The programme, as credentials name it': 'Chương trình, như chứng nhận gọi tên',
  'What is assessed, as credentials name it': 'Điều được đánh giá, như chứng nhận gọi tên',
  'What is measured, as credentials name it': 'Đại lượng được đo, như chứng nhận gọi tên',
  'How products without a GTIN are numbered, as credentials name it': 'Cách đánh mã sản phẩm chưa có GTIN, như chứng nhận gọi tên',
  'JSON-LD in the words of UNTP 0.7.0.': 'JSON-LD theo từ vựng của UNTP 0.7.0.',
  'Its type and name.': 'Loại và tên.',
  'No such name.': 'Không có tên này.',
  'A status list: W3C Bitstring Status List 1.0, purpose revocation':
    'Danh sách trạng thái: W3C Bitstring Status List 1.0, mục đích thu hồi',
  '131,072 bits; left-most bit first. Good for 24 hours, signed again at every change. A set bit: revoked, replaced or corrected.':
    '131.072 bit, từ trái sang. Dùng được 24 giờ, ký lại mỗi khi có thay đổi. Bit bằng 1: đã thu hồi, thay thế hoặc sửa lại.',
  'The signed code of a certificate, short enough for a printed QR': 'Mã đã ký của một giấy chứng nhận, đủ ngắn để in thành mã QR',
  'Verifiable without a network: docs/offline-format.md.': 'Kiểm tra được khi không có mạng: docs/offline-format.md.',
  'The offline package: the whole register, signed': 'Gói ngoại tuyến: cả sổ đăng ký, có chữ ký',
  'With ?tu={cursor} only what has changed since. docs/offline-format.md.':
    'Với ?tu={cursor}: chỉ phần đã đổi từ đó. docs/offline-format.md.',
  'The cursor of the package held': 'Dấu mốc của gói đang giữ',

  // sourcing
  'What-if: fill demands from many suppliers at least cost.': 'Tính thử: gom hàng từ nhiều nơi cho đủ nhu cầu với chi phí thấp nhất.',
  'At most 2000 demands, 20000 suppliers, 500000 pairs of both, 16 MB. Transport that is not listed costs nothing; a period not listed in capacityByPeriod is bound by capacity alone; all periods of a request are months or all are days, none ended more than a year ago; allowShort without shortPenalty makes a unit short dearer than any unit offered.':
    'Nhiều nhất 2.000 nhu cầu, 20.000 nơi cung cấp, 500.000 cặp, 16 MB. Vận chuyển không ghi thì không mất tiền; kỳ không có trong capacityByPeriod chỉ bị giới hạn bởi capacity; mọi kỳ trong một yêu cầu cùng là tháng hoặc cùng là ngày, không kỳ nào đã qua quá một năm; allowShort mà không có shortPenalty thì một đơn vị thiếu đắt hơn mọi đơn vị được chào.',
  'Demands: what buyers ask for': 'Nhu cầu: hàng người mua cần',
  'Open public ones (no token needed), those of the bearer’s organisations in any state, or open ones the bearer’s producers may answer.':
    'Nhu cầu công khai đang mở (không cần mã truy cập), nhu cầu của tổ chức mình ở mọi trạng thái, hoặc nhu cầu đang mở mà chủ thể của mình được chào hàng.',
  'Post a demand; only a verified buyer': 'Đăng một nhu cầu; chỉ người mua đã được xác minh',
  'One demand with its deliveries; a private one for its buyer and whom it invites':
    'Một nhu cầu với các đợt giao; nhu cầu riêng thì chỉ người mua và người được mời xem được',
  'Offers on a demand: all for its buyer (sealed prices after closing only), their own for producers; who sees a price is written down':
    'Chào hàng cho một nhu cầu: người mua thấy tất cả (giá giữ kín chỉ thấy sau khi đóng), chủ thể thấy chào hàng của mình; ai xem giá đều được ghi lại',
  'Offer a product on an open demand; a second offer replaces the first':
    'Chào một sản phẩm cho nhu cầu đang mở; chào lần sau thay lần trước',
  'Every round of a demand with its result, for its buyer': 'Mọi lượt gom của một nhu cầu với kết quả, cho người mua',
  'Solve what is still open of a demand and keep the answer as a proposal; nothing is promised yet':
    'Tính cách gom phần còn thiếu của một nhu cầu và giữ làm đề xuất; chưa hứa gì với ai',
  'One round: whole for the buyer, their own shares for producers': 'Một lượt gom: người mua xem cả lượt, chủ thể xem phần của mình',
  'What the bearer’s producers were asked to deliver, and what they answered':
    'Phần giao mà các chủ thể của người gọi được mời nhận, và câu trả lời',
  'What the bearer’s producers stated they can deliver, and what is held of it':
    'Nguồn cung mà các chủ thể của người gọi đã khai, và phần đã được giữ',
  'Memoranda and contracts the bearer buys, leads or delivers for':
    'Biên bản ghi nhớ và hợp đồng mà người gọi mua, làm đầu mối hoặc giao hàng',
  'One agreement with its deliveries, checks and payments; a member of a pool sees its own part':
    'Một thỏa thuận với các lần giao, nghiệm thu, thanh toán; thành viên của đơn gom xem phần của mình',
  'How a producer kept its word, from facts alone; for verified buyers, officers and the producer':
    'Chủ thể giữ lời thế nào, chỉ từ sự việc đã ghi; cho người mua đã xác minh, cán bộ và chính chủ thể',
  'Memoranda, lapsed, contracted, delivered, accepted, paid, paid out: different things, never added to each other':
    'Ghi nhớ, không thành, đã ký, đã giao, đã nghiệm thu, đã trả, chủ thể đã nhận: những thứ khác nhau, không cộng vào nhau',
  'The same as a table': 'Số liệu ấy dưới dạng bảng',
  'The first month, YYYY-MM.': 'Tháng đầu, dạng YYYY-MM.',
  'State what a product’s producer can deliver; months left out stay':
    'Khai lượng giao được của một sản phẩm; tháng không ghi thì giữ nguyên',
  'Take a demand off the market': 'Rút một nhu cầu',
  'Take an offer back while the demand is open': 'Rút chào hàng khi nhu cầu còn mở',
  'Offer the shares of a proposal to their producers; from now on they hold capacity':
    'Gửi các phần của đề xuất tới chủ thể; từ lúc này năng lực được giữ',
  'End the waiting of a round; what is missing is proposed anew': 'Khép thời gian chờ của một lượt; phần thiếu được đề xuất lại',
  'Answer for a producer: by share the quantity taken, 0 declines': 'Trả lời thay chủ thể: lượng nhận của từng phần, 0 là từ chối',
  'Draw the contract over what producers have accepted': 'Lập hợp đồng cho phần các chủ thể đã nhận',
  'Draw a memorandum with a producer; it is no contract': 'Lập biên bản ghi nhớ với một chủ thể; đây không phải hợp đồng',
  'Sign for the side the bearer stands on': 'Ký cho bên mà người gọi đại diện',
  'End an agreement; what was not shipped is free again': 'Chấm dứt một thỏa thuận; phần chưa gửi được trả lại',
  'Say which signed memorandum a contract comes from': 'Ghi hợp đồng bắt nguồn từ biên bản ghi nhớ nào',
  'Record a payment: the buyer to the lead, or (with producerId) the lead to a producer':
    'Ghi một lần thanh toán: người mua trả đầu mối, hoặc (có producerId) đầu mối trả chủ thể',
  'Goods leave the producer': 'Hàng rời chủ thể',
  'Goods reach the buyer': 'Hàng tới người mua',
  'The quality check: what is accepted is owed': 'Nghiệm thu: nhận bao nhiêu, phải trả bấy nhiêu',

  // EPCIS
  'Capture an EPCIS 2.0 document: all of its events or none. Scope `trace`.':
    'Nhận một tài liệu EPCIS 2.0: lấy mọi sự kiện hoặc không lấy gì. Phạm vi `trace`.',
  'Header `Sanvat-Producer` names the producer when the client acts for several. Events are stored when the answer arrives; repeating a document changes nothing.':
    'Tiêu đề `Sanvat-Producer` nêu chủ thể khi ứng dụng thay mặt nhiều chủ thể. Khi có câu trả lời thì sự kiện đã được lưu; gửi lại tài liệu không thay đổi gì.',
  'One’s own captures, the newest first': 'Các bản ghi sự kiện của mình, mới nhất trước',
  'Capture one event with its context': 'Nhận một sự kiện với ngữ cảnh của nó',
  'Events, by the parameters of the SimpleEventQuery': 'Sự kiện, lọc theo các tham số của SimpleEventQuery',
  'One capture': 'Một bản ghi sự kiện',
  'One event': 'Một sự kiện',
  'What can be asked here': 'Ở đây hỏi được gì',
  'Keep a query under a name': 'Lưu một truy vấn dưới một tên',
  'One’s named queries': 'Các truy vấn đã đặt tên của mình',
  'One query': 'Một truy vấn',
  'Forget the query': 'Bỏ truy vấn',
  'What the query finds now': 'Truy vấn tìm được gì lúc này',
};

/** What an answer means, by its status; the file says more. */
export const ANSWERS_VI: Record<string, string> = {
  200: 'được',
  201: 'đã lưu',
  202: 'đã nhận',
  204: 'đã bỏ',
  300: 'nhiều liên kết cùng hợp',
  303: 'sang trang cho người đọc',
  304: 'không có gì đổi',
  307: 'sang liên kết được hỏi',
  400: 'yêu cầu sai',
  401: 'thiếu mã truy cập hoặc mã không còn dùng được',
  403: 'không đủ quyền',
  404: 'không có',
  409: 'trái với trạng thái hiện thời',
  413: 'quá dài',
  415: 'sai kiểu nội dung',
  422: 'giá trị không hợp lệ',
  429: 'quá nhiều yêu cầu',
  503: 'chưa trả lời được',
};
