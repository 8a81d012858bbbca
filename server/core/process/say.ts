/** A plain line for whoever started the process; events of the running portal go through the logger. */
export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
