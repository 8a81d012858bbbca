import type accessibility from "./messages/zh-CN/accessibility.json";
import type admin from "./messages/zh-CN/admin.json";
import type applications from "./messages/zh-CN/applications.json";
import type apply from "./messages/zh-CN/apply.json";
import type assignment from "./messages/zh-CN/assignment.json";
import type builder from "./messages/zh-CN/builder.json";
import type certificateTypes from "./messages/zh-CN/certificateTypes.json";
import type certificateUses from "./messages/zh-CN/certificateUses.json";
import type certificateLife from "./messages/zh-CN/certificateLife.json";
import type certificateImport from "./messages/zh-CN/certificateImport.json";
import type certificates from "./messages/zh-CN/certificates.json";
import type common from "./messages/zh-CN/common.json";
import type consent from "./messages/zh-CN/consent.json";
import type counter from "./messages/zh-CN/counter.json";
import type data from "./messages/zh-CN/data.json";
import type delegations from "./messages/zh-CN/delegations.json";
import type departments from "./messages/zh-CN/departments.json";
import type desk from "./messages/zh-CN/desk.json";
import type deskCase from "./messages/zh-CN/deskCase.json";
import type dev from "./messages/zh-CN/dev.json";
import type due from "./messages/zh-CN/due.json";
import type elder from "./messages/zh-CN/elder.json";
import type enums from "./messages/zh-CN/enums.json";
import type errors from "./messages/zh-CN/errors.json";
import type exchange from "./messages/zh-CN/exchange.json";
import type archive from "./messages/zh-CN/archive.json";
import type hearings from "./messages/zh-CN/hearings.json";
import type deliveries from "./messages/zh-CN/deliveries.json";
import type joint from "./messages/zh-CN/joint.json";
import type experts from "./messages/zh-CN/experts.json";
import type onFile from "./messages/zh-CN/onFile.json";
import type expressions from "./messages/zh-CN/expressions.json";
import type forms from "./messages/zh-CN/forms.json";
import type help from "./messages/zh-CN/help.json";
import type home from "./messages/zh-CN/home.json";
import type identity from "./messages/zh-CN/identity.json";
import type enquiries from "./messages/zh-CN/enquiries.json";
import type messagePreferences from "./messages/zh-CN/messagePreferences.json";
import type shares from "./messages/zh-CN/shares.json";
import type places from "./messages/zh-CN/places.json";
import type guidedStart from "./messages/zh-CN/guidedStart.json";
import type items from "./messages/zh-CN/items.json";
import type levels from "./messages/zh-CN/levels.json";
import type life from "./messages/zh-CN/life.json";
import type lifeEvents from "./messages/zh-CN/lifeEvents.json";
import type me from "./messages/zh-CN/me.json";
import type organisations from "./messages/zh-CN/organisations.json";
import type outbox from "./messages/zh-CN/outbox.json";
import type present from "./messages/zh-CN/present.json";
import type privacy from "./messages/zh-CN/privacy.json";
import type process from "./messages/zh-CN/process.json";
import type progress from "./messages/zh-CN/progress.json";
import type proposals from "./messages/zh-CN/proposals.json";
import type queue from "./messages/zh-CN/queue.json";
import type ratings from "./messages/zh-CN/ratings.json";
import type rectification from "./messages/zh-CN/rectification.json";
import type revisions from "./messages/zh-CN/revisions.json";
import type security from "./messages/zh-CN/security.json";
import type signIn from "./messages/zh-CN/signIn.json";
import type staff from "./messages/zh-CN/staff.json";
import type supervision from "./messages/zh-CN/supervision.json";
import type templates from "./messages/zh-CN/templates.json";
import type terms from "./messages/zh-CN/terms.json";
import type ui from "./messages/zh-CN/ui.json";
import type verify from "./messages/zh-CN/verify.json";
import type wallet from "./messages/zh-CN/wallet.json";
import type words from "./messages/zh-CN/words.json";
import type { Locale as PortalLocale } from "./routing";

type Catalogue = {
  queue: typeof queue;
  archive: typeof archive; hearings: typeof hearings; deliveries: typeof deliveries; joint: typeof joint; experts: typeof experts; onFile: typeof onFile;
  departments: typeof departments; proposals: typeof proposals; templates: typeof templates; words: typeof words;
  accessibility: typeof accessibility; help: typeof help; privacy: typeof privacy;
  admin: typeof admin; applications: typeof applications; apply: typeof apply; common: typeof common; desk: typeof desk; deskCase: typeof deskCase; dev: typeof dev;
  due: typeof due; elder: typeof elder; enums: typeof enums; errors: typeof errors; forms: typeof forms; guidedStart: typeof guidedStart; places: typeof places; shares: typeof shares; messagePreferences: typeof messagePreferences; enquiries: typeof enquiries; home: typeof home; identity: typeof identity; items: typeof items;
  me: typeof me; progress: typeof progress; signIn: typeof signIn; ui: typeof ui; verify: typeof verify;
  assignment: typeof assignment; builder: typeof builder; expressions: typeof expressions;
  consent: typeof consent; counter: typeof counter; data: typeof data; delegations: typeof delegations; exchange: typeof exchange; levels: typeof levels; life: typeof life; lifeEvents: typeof lifeEvents; organisations: typeof organisations; present: typeof present; process: typeof process; revisions: typeof revisions; security: typeof security; staff: typeof staff; supervision: typeof supervision; terms: typeof terms; wallet: typeof wallet;
  certificateImport: typeof certificateImport; certificateLife: typeof certificateLife; certificates: typeof certificates; certificateTypes: typeof certificateTypes; certificateUses: typeof certificateUses; outbox: typeof outbox; ratings: typeof ratings; rectification: typeof rectification;
};

/* A message that does not exist does not compile. */
declare module "next-intl" {
  interface AppConfig {
    Locale: PortalLocale;
    Messages: Catalogue;
  }
}
