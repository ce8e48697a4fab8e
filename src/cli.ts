// The command line: `npm run --silent sanvat -- <command> … [--json]`. Exit 0 done, 1 refused with reasons, 2 wrong usage.
import { openHouse } from '#server/app.ts';
import { assessmentCommands } from '#server/modules/assessment/cli.ts';
import { auditCommands } from '#server/modules/audit/cli.ts';
import { identityCommands } from '#server/modules/identity/cli.ts';
import { OPERATOR } from '#server/modules/identity/index.ts';
import { registryCommands } from '#server/modules/registry/cli.ts';
import { supervisionCommands } from '#server/modules/supervision/cli.ts';
import { territoryCommands } from '#server/modules/territory/cli.ts';
import type { Territory } from '#server/modules/territory/index.ts';
import { traceabilityCommands } from '#server/modules/traceability/cli.ts';
import type { Command } from '#server/platform/command.ts';
import { AppError, toProblem } from '#server/platform/errors.ts';
import { langOf } from '#shared/lang.ts';

const commands: Record<string, Command<{ territory: Territory; sample: boolean }>> = {
  ...territoryCommands,
  ...registryCommands,
  ...identityCommands,
  ...auditCommands,
  ...assessmentCommands,
  ...supervisionCommands,
  ...traceabilityCommands,
};
const lang = langOf(process.env.LANG?.slice(0, 2));

function help(names = Object.keys(commands)): string {
  return [`Cách dùng / Usage: npm run --silent sanvat -- <lệnh/command> … [--json]`, ...names.map((n) => `  ${commands[n]?.usage}`)].join(
    '\n',
  );
}

async function main(argv: string[]): Promise<number> {
  const json = argv.includes('--json');
  const args = argv.filter((a) => a !== '--json');
  const name = Object.keys(commands).find((n) => n.split(' ').every((word, i) => args[i] === word));
  if (args.includes('--help') || args.includes('-h') || args.length === 0) {
    const near = args[0] ? Object.keys(commands).filter((n) => n.split(' ').some((w) => args.includes(w))) : [];
    console.log(help(name ? [name] : near.length > 0 ? near : undefined));
    return args.length === 0 ? 2 : 0;
  }
  const command = name === undefined ? undefined : commands[name];
  if (!command || name === undefined) {
    console.error(`Không có lệnh này / No such command: ${args.join(' ')}\n${help()}`);
    return 2;
  }
  try {
    command.check?.(args.slice(name.split(' ').length));
    const house = await openHouse();
    try {
      const answer = await command.run(house.ctx(OPERATOR), args.slice(name.split(' ').length), {
        territory: house.territory,
        sample: house.config.sample,
      });
      process.stdout.write(json ? `${JSON.stringify(answer.result)}\n` : `${answer.text}\n`);
      return answer.ok ? 0 : 1;
    } finally {
      await house.close();
    }
  } catch (e) {
    if (!(e instanceof AppError)) throw e;
    const problem = toProblem(e, lang);
    if (json) process.stdout.write(`${JSON.stringify(problem)}\n`);
    console.error([problem.title, ...problem.errors.map((x) => `  ${x.path}: ${x.message}`)].join('\n'));
    return e.faults.some((f) => f.code === 'usage') ? 2 : 1;
  }
}

process.exitCode = await main(process.argv.slice(2));
