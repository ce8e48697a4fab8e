import { parseArgs } from 'node:util';
import type { Territory } from '#server/modules/territory/index.ts';
import { type Command, wrongUsage } from '#server/platform/command.ts';
import { createAccount, resetPassword } from './commands/create-account.ts';
import { grantRole, revokeRole } from './commands/grant-role.ts';
import { listRoles } from './queries/list-roles.ts';
import { ROLES, type Role } from './rules/roles.ts';
import { issueSampleToken, listSamplePeople } from './sample/act-as.ts';

type Extra = { territory: Territory; sample: boolean };
type Options = Record<string, string | undefined>;

const PEOPLE = 'sample people [--json] · những người trong dữ liệu mẫu / the people of the sample data';
const TOKEN = 'sample token --as ACCOUNT [--json] · mã truy cập của một người mẫu / a token of a sample person';
const CREATE =
  'account create --account NAME --name "…" [--email …] [--phone …] · tạo tài khoản, in mật khẩu đầu / create an account, print its first password';
const RESET = 'account reset --account NAME · đặt mật khẩu mới, tắt mã một lần / set a new first password, turn one-time codes off';
const GRANT = `role grant --account NAME --role ROLE --unit VN|CODE --basis "…" [--organisation ID] [--from YYYY-MM-DD] [--until YYYY-MM-DD] · giao vai trò / give a role (${ROLES.join(', ')})`;
const REVOKE = 'role revoke --id ID --reason "…" · thu hồi vai trò / revoke a role';
const LIST = 'role list [--account NAME] [--unit CODE] · ai giữ vai trò gì, đến khi nào / who holds which role until when';

/** Reads `--key value` pairs; anything else is wrong usage. */
function options(usage: string, args: string[], needed: string[], optional: string[] = []): Options {
  const known = Object.fromEntries([...needed, ...optional].map((k) => [k, { type: 'string' as const }]));
  let values: Options;
  try {
    values = parseArgs({ args, options: known }).values as Options;
  } catch (e) {
    if (!(e as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')) throw e;
    throw wrongUsage(usage, { vi: (e as Error).message, en: (e as Error).message });
  }
  for (const k of needed) if (!values[k]) throw wrongUsage(usage, { vi: `Thiếu --${k}.`, en: `--${k} is missing.` });
  return values;
}

function roleOf(values: Options): Role {
  const role = ROLES.find((r) => r === values.role);
  if (!role) throw wrongUsage(GRANT, { vi: `Không có vai trò "${values.role}".`, en: `There is no role "${values.role}".` });
  return role;
}

const grantOrder = (args: string[]) => {
  const values = options(GRANT, args, ['account', 'role', 'unit', 'basis'], ['organisation', 'from', 'until']);
  return { ...values, account: values.account ?? '', unit: values.unit ?? '', basis: values.basis ?? '', role: roleOf(values) };
};

/** A command whose arguments are checked by the same reading that runs it. */
function command<T>(
  usage: string,
  read: (args: string[]) => T,
  run: (ctx: Parameters<Command<Extra>['run']>[0], order: T, extra: Extra) => Promise<{ result: unknown; text: string }>,
): Command<Extra> {
  return {
    usage,
    check: (args) => {
      read(args);
    },
    run: async (ctx, args, extra) => ({ ok: true, ...(await run(ctx, read(args), extra)) }),
  };
}

export const identityCommands: Record<string, Command<Extra>> = {
  'sample people': command(
    PEOPLE,
    (args) => options(PEOPLE, args, []),
    async (ctx, _order, { sample }) => {
      const result = await listSamplePeople(ctx, { sample });
      return { result, text: result.map((p) => `${p.account.padEnd(24)} ${p.role.padEnd(24)} ${p.unit.padEnd(6)} ${p.name}`).join('\n') };
    },
  ),
  'sample token': command(
    TOKEN,
    (args) => options(TOKEN, args, ['as']),
    async (ctx, order, { sample }) => {
      const result = await issueSampleToken(ctx, { account: order.as ?? '', sample });
      return { result, text: result.token };
    },
  ),
  'account create': command(
    CREATE,
    (args) => options(CREATE, args, ['account', 'name'], ['email', 'phone']),
    async (ctx, order, { territory }) => {
      const { account = '', name = '', email, phone } = order;
      const result = await createAccount(ctx, { account, name, email, phone }, territory);
      return { result, text: `${result.account}: ${result.password}` };
    },
  ),
  'account reset': command(
    RESET,
    (args) => options(RESET, args, ['account']),
    async (ctx, order, { territory }) => {
      const result = await resetPassword(ctx, { account: order.account ?? '' }, territory);
      return { result, text: `${result.account}: ${result.password}` };
    },
  ),
  'role grant': command(GRANT, grantOrder, async (ctx, order, { territory }) => {
    const result = await grantRole(ctx, order, territory);
    return { result, text: `${order.account}: ${order.role} ${order.unit} (${result.id})` };
  }),
  'role revoke': command(
    REVOKE,
    (args) => options(REVOKE, args, ['id', 'reason']),
    async (ctx, order, { territory }) => {
      await revokeRole(ctx, { assignment: order.id ?? '', reason: order.reason ?? '' }, territory);
      return { result: { revoked: order.id }, text: `đã thu hồi / revoked: ${order.id}` };
    },
  ),
  'role list': command(
    LIST,
    (args) => options(LIST, args, [], ['account', 'unit']),
    async (ctx, order) => {
      const result = await listRoles(ctx, order);
      return {
        result,
        text: result
          .map((r) => `${r.id} ${r.account.padEnd(24)} ${r.role.padEnd(24)} ${r.unit.padEnd(6)} ${r.from} – ${r.until ?? '…'}`)
          .join('\n'),
      };
    },
  ),
};
