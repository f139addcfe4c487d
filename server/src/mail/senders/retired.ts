/** An SPF record that its service gave up or renamed. */
export interface RetiredInclude {
  readonly target: string;
  readonly provider: string;
  readonly successor: string;
  /** Where the service says so. */
  readonly source: string;
}

// Only what the service itself announced: a wrong entry here would take senders out of working records.
export const RETIRED_INCLUDES: readonly RetiredInclude[] = [
  {
    target: "spf.messaging.microsoft.com",
    provider: "Forefront Online Protection for Exchange, now Exchange Online Protection",
    successor: "spf.protection.outlook.com",
    source:
      "Microsoft, transition from FOPE to Exchange Online Protection; external-domain-name-system-records",
  },
  {
    target: "spf.sendinblue.com",
    provider: "Sendinblue, now Brevo",
    successor: "spf.brevo.com",
    source: "Brevo, Sendinblue becomes Brevo (May 2023)",
  },
  {
    target: "support.zendesk.com",
    provider: "Zendesk",
    successor: "mail.zendesk.com",
    source: "Zendesk help, Allowing Zendesk to send email on behalf of your email domain",
  },
  {
    target: "smtp.zendesk.com",
    provider: "Zendesk",
    successor: "mail.zendesk.com",
    source: "Zendesk help, Allowing Zendesk to send email on behalf of your email domain",
  },
];
