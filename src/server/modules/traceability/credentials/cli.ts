// Keys of the authorities from the command line.
import { OPERATOR } from '#server/modules/identity/index.ts';
import type { Territory } from '#server/modules/territory/index.ts';
import { type Command, wrongUsage } from '#server/platform/command.ts';
import { readConfig } from '#server/platform/config.ts';
import { openSecretBox } from '#server/platform/secret-box.ts';
import { dayOf } from '#shared/dates.ts';
import { listKeys, rotateKey } from './keys/keyring.ts';
import { createSigner } from './keys/signer.ts';
import { nameOf } from './rules/attested.ts';

const ROTATE =
  'keys rotate <nen-tang|bo|province code> [--json] · thay khóa ký, chữ ký cũ vẫn đúng / a new signing key, old signatures stay good';

export const credentialsCommands: Record<string, Command<{ territory: Territory }>> = {
  'keys rotate': {
    usage: ROTATE,
    check: (args) => {
      if (args.length !== 1) throw wrongUsage(ROTATE, { vi: 'Cần đúng một cơ quan.', en: 'Exactly one authority is needed.' });
    },
    run: async (ctx, [authority = ''], { territory }) => {
      if (nameOf(territory, authority, dayOf(ctx.now)) === undefined)
        throw wrongUsage(ROTATE, { vi: `Không có cơ quan ${authority}.`, en: `There is no authority ${authority}.` });
      const config = readConfig(process.env);
      const key = await rotateKey({ ...ctx, actor: OPERATOR }, createSigner(openSecretBox(config), config.signer), authority);
      return { ok: true, result: { authority, key: `k${key.no}` }, text: `${authority}#k${key.no}` };
    },
  },
  'keys list': {
    usage: 'keys list [--json] · các khóa ký đã có / the signing keys so far',
    run: async (ctx) => {
      const keys = (await listKeys(ctx.db)).map((k) => ({ authority: k.authority, key: `k${k.no}`, retired: k.retired, x: k.x, y: k.y }));
      const text = keys.map((k) => `${k.authority}#${k.key}${k.retired ? ' đã thay / retired' : ''}`).join('\n');
      return { ok: true, result: keys, text: text || 'chưa có khóa nào / no key yet' };
    },
  },
};
