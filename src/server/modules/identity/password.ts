// Passwords: argon2id with the cost OWASP names (19 MiB, two passes); unknown accounts cost the same time as known ones.
import { hash, verify } from '@node-rs/argon2';
import { AppError, type Fault, refused } from '#server/platform/errors.ts';
import type { Identity } from './identity.ts';

const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
export const MIN_LENGTH = 12;
const MAX_LENGTH = 200;

/** One spelling of a password, however the keyboard composed its marks. */
const spelled = (password: string) => password.normalize('NFKC');
export const hashPassword = (password: string): Promise<string> => hash(spelled(password), COST);

let nobody: Promise<string> | undefined;

/** Takes the same time whether or not the account exists or has a password. */
export async function checkPassword(stored: string | null | undefined, password: string): Promise<boolean> {
  nobody ??= hashPassword('nobody has this password');
  const text = spelled(password.slice(0, MAX_LENGTH + 1));
  if (!stored) {
    await verify(await nobody, text);
    return false;
  }
  return verify(stored, text);
}

/** Asks an account's own password once more; throws naming the field `current`. Wrong ones are counted. */
export async function assertPassword(
  identity: Identity,
  account: { id: string; password_hash: string | null },
  current: string,
): Promise<void> {
  const attempt = await identity.attempt(`password ${account.id}`, undefined);
  if (!(await checkPassword(account.password_hash, current))) {
    throw refused('current', 'Mật khẩu hiện tại không đúng.', 'The current password is wrong.', 'wrong');
  }
  await attempt.succeeded();
}

/** Length decides; what repeats the account's own names is refused. */
export function assertGoodPassword(password: string, account: { account: string; email: string | null; phone: string | null }): void {
  const text = spelled(password);
  const faults: Fault[] = [];
  const fault = (code: string, vi: string, en: string) => faults.push({ path: 'password', code, message: { vi, en } });
  if ([...text].length < MIN_LENGTH)
    fault('too_short', `Cần ít nhất ${MIN_LENGTH} ký tự.`, `At least ${MIN_LENGTH} characters are needed.`);
  if (text.length > MAX_LENGTH) fault('too_long', `Không quá ${MAX_LENGTH} ký tự.`, `No more than ${MAX_LENGTH} characters.`);
  if (new Set(text).size < 5) fault('too_plain', 'Quá ít ký tự khác nhau.', 'Too few different characters.');
  const own = [account.account, account.email?.split('@')[0], account.phone].filter((w): w is string => (w?.length ?? 0) >= 4);
  if (own.some((w) => text.toLowerCase().includes(w)))
    fault('names_account', 'Không dùng tên đăng nhập trong mật khẩu.', 'The password must not contain the account name.');
  if (faults.length > 0) throw new AppError('invalid', { vi: 'Mật khẩu chưa dùng được.', en: 'This password cannot be used.' }, faults);
}
