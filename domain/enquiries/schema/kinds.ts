/** What somebody writes: a question about a service (咨询), that something does not work (问题), or a proposal or complaint (建议投诉). */
export const enquiryKinds = ["question", "problem", "complaint"] as const;
