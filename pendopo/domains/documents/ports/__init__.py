"""Outside systems that letters need: the typesetter and the signing service."""
