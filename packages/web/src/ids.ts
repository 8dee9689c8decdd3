/** What the ids in our addresses look like that are none of the domain's: nothing else is looked up, and nothing else is kept of an address. */

const like = (pattern: RegExp) => (text: string) => pattern.test(text);

export const isInvitationId = like(/^inv_[0-9a-f]{16}$/);

/** Drawn; or what follows from the form that was sent, or from an `Idempotency-Key` and what was asked with it. */
export const isPaymentId = like(/^pay_(?:[0-9a-f]{16}|[0-9a-f]{32}|[0-9a-f]{40})$/);

export const isDeliveryId = like(/^msg_[0-9a-f]{32}$/);

export const isKeyId = like(/^key_[0-9a-hjkmnp-tv-z]{16}$/);

export const isAlertId = like(/^[\w.:-]{1,200}$/);
