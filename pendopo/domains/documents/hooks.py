"""What documents contributes to the house."""

from pendopo.domains.documents.schema import SHEET, LetterSheet, check_sheet
from pendopo.kernel import content

content.register("letters", LetterSheet, main="letter.yaml", files=(SHEET,), check=check_sheet)
