"""Owns the learning network: questions and answers, the letters that bring them to who has done it, and replies by mail.

Promises: a question reaches those who have done it, with the reason on record; what was said stays as it was said, among participants
until its author opens it; a reply counts only from whom the letter was for; of mail nothing is kept beyond need.
"""
