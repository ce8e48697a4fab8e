// What a council leaves on paper: each member's score sheet, and the minutes with every total, the spread, the gates and the conclusion.
import { type Paper, writePdf } from '#server/platform/pdf.ts';
import { dayOf, showDay } from '#shared/dates.ts';
import type { Conclusion } from '../councils/rules/conclude.ts';
import { printedTotal } from '../councils/rules/conclude.ts';
import { scoreSheet } from '../score-sheet.ts';
import { longDay } from './facts.ts';
import { type FilledSheet, sheetTable } from './sheet-table.ts';

export type CouncilFacts = {
  council: string;
  regulation: string;
  hearing: string;
  mode: 'meeting' | 'written';
  round: number;
  second: boolean;
  meetsOn: string;
  closedOn: string | null;
  product: string;
  producer: string;
  dossier: string;
  at: Date;
};
export type MemberSheetFacts = FilledSheet & { member: string; chair: boolean; note: string | null; sentAt: Date };

const number = (n: number) => String(printedTotal(n)).replace('.', ',');
const footer = (what: string, f: CouncilFacts) => `${what} · hồ sơ ${f.dossier} · phiên ${f.hearing} · vòng ${f.round}`;

function head(p: Paper, f: CouncilFacts, title: string, day: string): void {
  p.motto([f.council.toUpperCase(), f.regulation], longDay(day).replace('ngày', 'Ngày'));
  p.heading(title, 1, { align: 'center', after: 3 });
  p.field('Sản phẩm', f.product);
  p.field('Chủ thể', f.producer);
}

/** One or several sheets, each from a new page. */
export function scoreSheetsPaper(f: CouncilFacts, sheets: readonly MemberSheetFacts[]): Promise<Uint8Array> {
  return writePdf({ title: `Phiếu đánh giá: ${f.product}`, date: f.at, foot: footer('Phiếu đánh giá', f) }, (p) => {
    for (const [i, s] of sheets.entries()) {
      if (i > 0) p.doc.addPage();
      head(p, f, 'PHIẾU ĐÁNH GIÁ, PHÂN HẠNG SẢN PHẨM', dayOf(s.sentAt));
      p.field('Thành viên chấm', `${s.member}${s.chair ? ' (chủ tịch hội đồng)' : ''}`);
      p.field('Vòng chấm', String(f.round));
      sheetTable(p, s);
      const { total, star, parts } = scoreSheet({ ...s, knockouts: [...s.knockouts] });
      const result = star >= 3 ? `đề nghị ${star} sao` : 'không đạt 3 sao';
      p.paragraph(`Tổng điểm: ${total} / 100 (A ${parts.A}, B ${parts.B}, C ${parts.C}); ${result}.`, { face: 'bold', size: 11 });
      if (s.note) p.paragraph(`Nhận xét: ${s.note}`);
      p.signatures([{ title: 'NGƯỜI ĐÁNH GIÁ', note: '(ký, ghi rõ họ tên)', name: s.member }]);
    }
  });
}

export type MinutesFacts = CouncilFacts & {
  members: readonly { name: string; chair: boolean; scored: boolean; recused: boolean; total: number | null; star: number | null }[];
  settings: { quorum: number; spread: number | null; aggregate: 'mean' | 'median' };
  result: Conclusion;
};

export function minutesPaper(f: MinutesFacts): Promise<Uint8Array> {
  const { result, settings } = f;
  return writePdf({ title: `Biên bản hội đồng: ${f.product}`, date: f.at, foot: footer('Biên bản', f) }, (p) => {
    head(p, f, f.second ? 'BIÊN BẢN CHẤM LẦN HAI' : 'BIÊN BẢN HỌP HỘI ĐỒNG ĐÁNH GIÁ', f.closedOn ?? f.meetsOn);
    p.field('Hình thức', f.mode === 'meeting' ? 'họp hội đồng' : 'xin ý kiến bằng văn bản');
    p.field('Thời gian', `từ ${showDay(f.meetsOn)}${f.closedOn ? ` đến ${showDay(f.closedOn)}` : ''}, vòng chấm ${f.round}`);
    p.heading('1. Thành viên và kết quả chấm');
    const said = (m: MinutesFacts['members'][number]) =>
      m.recused ? 'không chấm (xung đột lợi ích)' : m.scored ? 'đã chấm' : 'vắng, không có phiếu';
    p.table(
      [
        { title: 'TT', share: 1, align: 'center' },
        { title: 'Họ tên', share: 6 },
        { title: 'Tham gia', share: 4 },
        { title: 'Điểm', share: 2, align: 'right' },
        { title: 'Sao theo phiếu', share: 2, align: 'right' },
      ],
      f.members.map((m, i) => [
        String(i + 1),
        `${m.name}${m.chair ? ', chủ tịch' : ''}`,
        said(m),
        m.total === null ? '' : number(m.total),
        m.star === null ? '' : String(m.star),
      ]),
    );
    p.heading('2. Cách tổng hợp');
    const how = settings.aggregate === 'mean' ? 'điểm trung bình' : 'điểm trung vị';
    const limit = settings.spread === null ? 'quy chế không giới hạn' : `quy chế cho phép tối đa ${number(settings.spread)}`;
    p.paragraph(
      `Số phiếu ${result.sheets}, tối thiểu ${Math.round(settings.quorum * 100)}% số thành viên. Kết quả là ${how} của các phiếu. Chênh lệch lớn nhất ${number(result.spread)} điểm; ${limit}.`,
    );
    p.heading('3. Kết luận');
    p.paragraph(`Tổng điểm: ${number(result.total)} / 100.`, { face: 'bold', size: 11 });
    if (result.missedGates.length > 0)
      p.paragraph(`Điều kiện chưa đạt: ${result.missedGates.map((g) => `tiêu chí ${g.criterion} (dấu ${g.star} sao)`).join('; ')}.`);
    if (result.stoppedBy.length > 0) p.paragraph(`Điều loại được quá nửa số phiếu ghi nhận: ${result.stoppedBy.join(', ')}.`);
    const end = result.star >= 3 ? `Hội đồng đề nghị công nhận sản phẩm đạt ${result.star} sao.` : 'Sản phẩm không đạt từ 3 sao trở lên.';
    p.paragraph(end, { face: 'bold', size: 11 });
    const chair = f.members.find((m) => m.chair)?.name ?? '';
    p.signatures([
      { title: 'THƯ KÝ', note: '(ký, ghi rõ họ tên)' },
      { title: 'CHỦ TỊCH HỘI ĐỒNG', note: '(ký, ghi rõ họ tên)', name: chair },
    ]);
  });
}
