// The mail of a notice: Vietnamese first, then English; plain text, with the address of the page when we know our own.
import { localPath } from '#shared/lang.ts';

type Said = { subject_vi: string; subject_en: string; text_vi: string; text_en: string; href: string | null };

export function composeMail(n: Said, origin: string | undefined): { subject: string; text: string } {
  const link = (lang: 'vi' | 'en') => (n.href && origin ? [`${origin}${localPath(n.href, lang)}`] : []);
  const parts = [n.text_vi, ...link('vi'), '—', n.subject_en, n.text_en, ...link('en')];
  return { subject: `${n.subject_vi} · Sản Vật`, text: `${parts.join('\n\n')}\n` };
}
