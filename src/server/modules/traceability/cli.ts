// The module's commands.
import type { Territory } from '#server/modules/territory/index.ts';
import type { Command } from '#server/platform/command.ts';
import { codesCommands } from './codes/cli.ts';
import { credentialsCommands } from './credentials/cli.ts';

export const traceabilityCommands: Record<string, Command<{ territory: Territory; sample: boolean }>> = {
  ...codesCommands,
  ...credentialsCommands,
};
