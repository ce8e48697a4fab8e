// The words of the rehearsal: a producer answers the score sheet alone.
import type { Lang } from '../lang.ts';

type Words = {
  title: string;
  description: string;
  ask: string;
  lead: string;
  choose: string;
  law: (instrument: string) => string;
  setNumber: (no: number) => string;
  sheetLead: string;
  knockouts: string;
  knockoutsText: string;
  unanswered: string;
  points: (n: string) => string;
  most: (n: string) => string;
  neededFor: (star: number) => string;
  notApplicable: string;
  notApplicableHint: string;
  submit: string;
  target: string;
  next: string;
  star: (n: number) => string;
  answer: (total: string, star: number) => string;
  answerNone: (total: string) => string;
  stopped: string;
  stoppedBy: string;
  capped: (band: number, missing: number, star: number) => string;
  belowThree: string;
  highest: string;
  onlyRehearsal: string;
  byPart: string;
  answered: (n: number, of: number) => string;
  scale: (total: string) => string;
  plan: (star: number, n: number) => string;
  planNone: (star: number) => string;
  proved: string;
  after: (total: string) => string;
  unreachable: (star: number) => string;
  now: string;
  become: string;
  evidence: string;
  cannot: string;
  cannotOf: (title: string) => string;
  kept: string;
  undo: string;
  gates: (met: number, of: number) => string;
  gatesText: string;
  met: string;
  missed: string;
  have: (have: string, need: string) => string;
  corrections: string;
  correctionsText: string;
  faults: string;
  toSheet: string;
  again: string;
  otherSet: string;
};

const vi: Words = {
  title: 'Tự chấm thử',
  description: 'Trả lời phiếu chấm OCOP để biết số điểm, dấu sao còn thiếu và việc ít nhất cần làm để lên sao.',
  ask: 'Sản phẩm của mình được mấy sao?',
  lead: 'Trả lời phiếu chấm để biết số điểm, dấu sao còn thiếu và việc ít nhất cần làm để lên sao. Không cần tài khoản, không lưu lại câu trả lời.',
  choose: 'Sản phẩm thuộc bộ tiêu chí nào?',
  law: (instrument) => `Theo ${instrument}, Phụ lục II`,
  setNumber: (no) => `Bộ ${no}`,
  sheetLead: 'Mỗi tiêu chí chọn một câu đúng với sản phẩm hôm nay. Câu chưa chọn tính 0 điểm.',
  knockouts: 'Điều khiến hồ sơ bị loại',
  knockoutsText: 'Chỉ đánh dấu điều đúng với sản phẩm.',
  unanswered: 'Chưa chọn',
  points: (n) => `${n} điểm`,
  most: (n) => `tối đa ${n} điểm`,
  neededFor: (star) => `cần cho ${star} sao`,
  notApplicable: 'Không áp dụng, vì',
  notApplicableHint: 'Ghi lý do vào đây và để câu trả lời ở “Chưa chọn”.',
  submit: 'Chấm thử',
  target: 'Muốn đạt',
  next: 'Sao kế tiếp',
  star: (n) => `${n} sao`,
  answer: (total, star) => `${total} điểm, đạt ${star} sao`,
  answerNone: (total) => `${total} điểm, chưa đạt 3 sao`,
  stopped: 'Hồ sơ bị loại, không được xếp sao',
  stoppedBy: 'Lý do',
  capped: (band, missing, star) => `Số điểm đủ ${band} sao, nhưng còn thiếu ${missing} dấu sao nên chỉ xếp ${star} sao.`,
  belowThree: 'Từ 3 sao trở lên mới được công nhận.',
  highest: 'Đã đạt mức cao nhất.',
  onlyRehearsal: 'Kết quả này để chuẩn bị hồ sơ; hội đồng mới là nơi quyết định.',
  byPart: 'Điểm từng phần',
  answered: (n, of) => `Đã trả lời ${n} trong ${of} tiêu chí`,
  scale: (total) => `${total} trên 100 điểm; mốc 3 sao là 50, 4 sao là 70, 5 sao là 90`,
  plan: (star, n) => `Để đạt ${star} sao: ${n} việc`,
  planNone: (star) => `Phiếu này đã đạt ${star} sao`,
  proved: 'Đã tính hết mọi cách: không cách nào ít việc hơn, và trong số đó cách này cần ít điểm nhất.',
  after: (total) => `Làm xong được ${total} điểm.`,
  unreachable: (star) => `Không đạt được ${star} sao khi giữ nguyên những điều đã nêu`,
  now: 'Đang là',
  become: 'Cần thành',
  evidence: 'Giấy tờ cần có',
  cannot: 'Không làm được',
  cannotOf: (title) => `Không làm được: ${title}, tính cách khác`,
  kept: 'Giữ nguyên, không tính vào kế hoạch',
  undo: 'Tính lại',
  gates: (met, of) => `Dấu sao: đạt ${met} trong ${of}`,
  gatesText: 'Dấu sao là điểm ít nhất một tiêu chí cần có cho 3, 4 hoặc 5 sao. Thiếu một dấu là không lên được sao ấy, dù đủ điểm.',
  met: 'Đạt',
  missed: 'Chưa đạt',
  have: (have, need) => `có ${have}, cần ${need}`,
  corrections: 'Chỗ in chưa rõ trong phiếu',
  correctionsText: 'Cách hiểu dùng khi chấm:',
  faults: 'Có chỗ cần sửa trước khi chấm',
  toSheet: 'Xem lại phiếu',
  again: 'Làm lại từ đầu',
  otherSet: 'Chọn bộ tiêu chí khác',
};

const en: Words = {
  title: 'Rehearsal',
  description: 'Answer the OCOP score sheet: your points, the star marks you miss, and the fewest changes to the next star.',
  ask: 'How many stars would my product get?',
  lead: 'Answer the score sheet to see your points, the star marks you miss and the fewest changes to the next star. No account needed, no answer is kept.',
  choose: 'Which criteria set is it under?',
  law: (instrument) => `Under ${instrument}, Phụ lục II (Appendix II)`,
  setNumber: (no) => `Set ${no}`,
  sheetLead: 'For each criterion choose the line that is true of the product today. What is not chosen scores 0.',
  knockouts: 'What stops a dossier',
  knockoutsText: 'Tick only what is true of the product.',
  unanswered: 'Not chosen',
  points: (n) => (n === '1' ? '1 point' : `${n} points`),
  most: (n) => `up to ${n}`,
  neededFor: (star) => `needed for ${star} stars`,
  notApplicable: 'Does not apply, because',
  notApplicableHint: 'Give the reason here and leave the answer at “Not chosen”.',
  submit: 'Score it',
  target: 'Aim for',
  next: 'The next star',
  star: (n) => (n === 1 ? '1 star' : `${n} stars`),
  answer: (total, star) => `${total} points, ${star} stars`,
  answerNone: (total) => `${total} points, not yet 3 stars`,
  stopped: 'The dossier is stopped and gets no star',
  stoppedBy: 'Because',
  capped: (band, missing, star) =>
    `The points are enough for ${band} stars, but ${missing === 1 ? 'a star mark is' : `${missing} star marks are`} missing, so it stands at ${star}.`,
  belowThree: 'Recognition begins at 3 stars.',
  highest: 'This is the highest level.',
  onlyRehearsal: 'This helps to prepare a dossier; the council decides.',
  byPart: 'Points by part',
  answered: (n, of) => `${n} of ${of} criteria answered`,
  scale: (total) => `${total} of 100 points; 3 stars begin at 50, 4 at 70, 5 at 90`,
  plan: (star, n) => `To reach ${star} stars: ${n === 1 ? '1 change' : `${n} changes`}`,
  planNone: (star) => `The sheet already stands at ${star} stars`,
  proved: 'Every way has been counted: none needs fewer changes, and of those this one needs the fewest points.',
  after: (total) => `That makes ${total} points.`,
  unreachable: (star) => `${star} stars cannot be reached while this stays as it is`,
  now: 'Now',
  become: 'To become',
  evidence: 'Papers needed',
  cannot: 'Not possible for us',
  cannotOf: (title) => `Not possible for us: ${title}, find another way`,
  kept: 'Left as it is, not in the plan',
  undo: 'Count it again',
  gates: (met, of) => `Star marks: ${met} of ${of} met`,
  gatesText:
    'A star mark is the least a criterion must have for 3, 4 or 5 stars. With one missing, that star is out of reach whatever the points.',
  met: 'Met',
  missed: 'Missing',
  have: (have, need) => `has ${have}, needs ${need}`,
  corrections: 'What is unclear in print on this sheet',
  correctionsText: 'How it is read here:',
  faults: 'Something to mend before scoring',
  toSheet: 'Back to the sheet',
  again: 'Start again',
  otherSet: 'Choose another set',
};

export const ASSESSMENT: Record<Lang, Words> = { vi, en };
