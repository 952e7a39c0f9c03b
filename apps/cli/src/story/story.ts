import type { Command } from '../command.js';
export const storyCommand: Command = { usage: '', run: async () => 0 };
