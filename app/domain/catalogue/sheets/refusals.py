"""What can be wrong with a cell or a row."""

from app.base.errors import N_, Refusal


class NotKnown(Refusal):
    text = N_("Nothing here is called “%(said)s”.")


class NoArtisan(Refusal):
    text = N_("Say which artisan makes it, or choose one for all rows without one.")


class NoCraft(Refusal):
    text = N_("Say which craft it belongs to, or choose one for all rows without one.")


class NotANumber(Refusal):
    text = N_("Write a whole number from %(least)s to %(most)s.")


class NotAPrice(Refusal):
    text = N_("Write an amount in dirhams, such as 250 or 1250,50.")


class NotAMeasure(Refusal):
    text = N_("Write a length in centimetres, such as 12 or 12,5.")


class NotADay(Refusal):
    text = N_("Write a day such as 2027-05-31 or 31/05/2027.")


class NoPrice(Refusal):
    text = N_("Write the price.")


class CellTooLong(Refusal):
    text = N_("This is too long: %(most)d characters at most.")


class OddReference(Refusal):
    text = N_("Use letters, figures and hyphens alone, %(most)d at most.")


class NoName(Refusal):
    text = N_("Give the piece a reference or an SKU, so that it is found again.")


class NoSku(Refusal):
    text = N_("A piece with several variants needs an SKU for each.")


class NothingToSell(Refusal):
    text = N_("No row says what can be sold of this piece, and at which price.")


class SkuTwice(Refusal):
    text = N_("The same SKU stands in row %(row)d.")


class SkuElsewhere(Refusal):
    text = N_("This SKU belongs to the piece %(reference)s.")


class PieceTwice(Refusal):
    text = N_("This piece stands in the table twice. Give all its rows its reference.")


class SaidOtherwise(Refusal):
    text = N_("Row %(row)d says otherwise about the same piece.")


class OtherMaker(Refusal):
    text = N_("This piece is by %(maker)s. A piece cannot pass to another artisan.")


class OutOfStep(Refusal):
    text = N_("There is more in this row than there are columns: “%(said)s”.")


class PhotoElsewhere(Refusal):
    text = N_("The photo %(key)s belongs to another piece.")


class NotLikeThat(Refusal):
    text = N_("A piece that is “%(now)s” cannot become “%(wanted)s” here.")


class ChangedMeanwhile(Refusal):
    text = N_("Pieces of this table have changed in the meantime. Nothing was imported. Look at the report again.")
    status = 409


class StillErrors(Refusal):
    text = N_("Nothing is imported while a row has an error. Repair the table and send it again.")
    status = 409


class NotNow(Refusal):
    text = N_("This cannot be done with this table as it is now.")
    status = 409


class NobodySays(Refusal):
    text = N_("These columns are not known. Start from an export, or send the product table of Shopify or WooCommerce.")


PHOTO_LATER = N_("This photo is not fetched. Add it to the piece later: %(said)s")
PHOTO_WAITS = N_("The photo %(said)s waits to be approved. Choose it for this variant afterwards.")
STAYS = N_("It stays “%(now)s”: %(why)s")
NOT_APPROVED = N_("The text in %(language)s waits: it has no description yet.")
NOT_READ = N_("These columns are not read: %(columns)s.")
IN_DIRHAMS = N_("Prices are read as dirhams.")
