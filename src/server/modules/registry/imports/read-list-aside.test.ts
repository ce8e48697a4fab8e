import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { AppError } from '#server/platform/errors.ts';
import { readOverride } from './headings.ts';
import { readList } from './read-list.ts';
import { readListAside } from './read-list-aside.ts';
import { row, workbookOf } from './workbook-fixture.ts';

const HEAD = row(1, ['Tên sản phẩm', 'Chủ thể', 'Tỉnh', 'Hạng sao', 'Quyết định', 'Ngày quyết định']);
const rows = (n: number) =>
  Array.from({ length: n }, (_, i) =>
    row(i + 2, [`Chè ${i} ${randomBytes(6).toString('hex')}`, 'HTX Chè', 'Thái Nguyên', '3', '1/QĐ-UBND', '01/02/2025']),
  );
const asked = (bytes: Uint8Array) => [bytes, 'auto', readOverride(undefined)] as const;

describe('a list opened in a thread', () => {
  it('is the list that this thread would read', async () => {
    const file = workbookOf({ A: { data: HEAD + rows(1500).join('') } });
    expect(file.length).toBeGreaterThan(16 * 1024);
    expect(await readListAside(...asked(file))).toEqual(readList(...asked(file)));
  });

  it('is refused in the same words', async () => {
    const file = workbookOf({ A: { data: rows(1500).join('') } });
    const said = await readListAside(...asked(file)).catch((e) => e);
    const here = (() => {
      try {
        return readList(...asked(file));
      } catch (e) {
        return e;
      }
    })();
    expect(said).toBeInstanceOf(AppError);
    expect(said).toEqual(here);
  });

  it('is refused when one long text stands in thousands of cells, however small the file', async () => {
    const cells = '<c t="s"><v>0</v></c>'.repeat(10);
    const strings = { name: 'xl/sharedStrings.xml', data: `<sst><si><t>1/QĐ-UBND ${'A.'.repeat(15_000)}</t></si></sst>` };
    const links = {
      name: 'xl/_rels/workbook.xml.rels',
      data: '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
    };
    const file = workbookOf({ A: { data: HEAD + `<row>${cells}</row>`.repeat(2000) } }, [links, strings]);
    expect(file.length).toBeLessThan(16 * 1024);
    let turns = 0;
    const clock = setInterval(() => turns++, 1);
    expect(await readListAside(...asked(file)).catch((e) => e)).toMatchObject({ code: 'too_large' });
    clearInterval(clock);
    expect(turns).toBeGreaterThan(20); // beside, not before, everybody else
  });

  it('leaves time to everybody else, however much the file unpacks to', async () => {
    const file = workbookOf({ A: { data: HEAD + '<row><c t="inlineStr"><is><t>a</t></is></c></row>'.repeat(300_000) } });
    let turns = 0;
    const clock = setInterval(() => turns++, 1);
    expect(await readListAside(...asked(file)).catch((e) => e)).toMatchObject({ code: 'too_large' });
    clearInterval(clock);
    expect(turns).toBeGreaterThan(20);
  });
});
