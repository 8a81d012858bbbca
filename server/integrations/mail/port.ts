/** A letter in plain text, in both languages or one; never personal data beyond the address itself. */
export type Mail = {
  /** The same for every attempt: it becomes the Message-ID, by which servers and readers know a second copy. */
  id: string;
  to: string;
  subject: string;
  text: string;
};

/** Hands a letter to the mail server; throws when it was not taken. */
export type MailPort = { send(mail: Mail): Promise<void> };
