import { type CertificateView, findCertificateNo, viewCertificate } from '#server/modules/assessment/index.ts';
import { readCertificateId, readFacts } from '#server/modules/registry/index.ts';
import { missing } from '../../asking.ts';

/** The certificate of an address, its standing as of today; 404 for any other address. */
export async function certified({ app, lang }: App.Locals, id: string): Promise<{ certificate: CertificateView; no: string | null }> {
  const unknown = () => missing(lang, { vi: 'giấy chứng nhận', en: 'certificate' });
  const asked = readCertificateId(id);
  if (!asked) return unknown();
  const { catalogue } = app;
  let product = catalogue.product(asked.productId);
  if (!catalogue.keepsFacts)
    for await (const [facts] of readFacts(await app.reader(), [asked.productId])) product = facts && catalogue.product(facts.id, facts);
  const certificate = viewCertificate(id, product, catalogue.day);
  if (!certificate) return unknown();
  const no = await findCertificateNo(await app.reader(), asked.productId, asked.validFrom);
  return { certificate, no: no ?? null };
}
