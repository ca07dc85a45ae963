"""What the shelf itself reads: the words in which other packages are said."""

from pendopo.kernel import content
from pendopo.kernel.content import words

content.register(words.KIND, words.WordsPackage, main="words.yaml", check=words.check)
