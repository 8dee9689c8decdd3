import * as shapes from "../../shapes/index.ts";
import { name } from "./basics.ts";

/** The bodies of requests, as they are checked: closed, for a misspelt field would change what is done unseen. */
export const NewAccount = name("NewAccount", shapes.NewAccount);
export const AccountChange = name("AccountChange", shapes.AccountChange);
export const NewInvitation = name("NewInvitation", shapes.NewInvitation);
export const UserChange = name("UserChange", shapes.UserChange);
export const NewGroup = name("NewGroup", shapes.NewGroup);
export const GroupChange = name("GroupChange", shapes.GroupChange);
export const NewPayment = name("NewPayment", shapes.NewPayment);
export const NewRecipient = name("NewRecipient", shapes.NewRecipient);
export const RecipientChange = name("RecipientChange", shapes.RecipientChange);
